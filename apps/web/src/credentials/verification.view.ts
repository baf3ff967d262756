import type { CertificateView } from '#libs/credentials';

const TITLES = {
  valid: 'Giấy chứng nhận có giá trị',
  revoked: 'Giấy chứng nhận đã bị thu hồi',
  erased: 'Thông tin đã xóa theo yêu cầu',
};

/** A revocation is said first: it holds for an erased paper too. */
export function verificationView(certificate: CertificateView, mayRevoke: boolean) {
  const state = certificate.revokedAt ? 'revoked' : certificate.printed ? 'valid' : 'erased';
  return {
    title: `${TITLES[state]}: ${certificate.code}`,
    heading: TITLES[state],
    // A name must not be found by a search engine.
    noindex: true,
    certificate,
    [state]: true,
    mayRevoke: mayRevoke && state !== 'revoked',
    mayReadFile: mayRevoke && certificate.ready,
  };
}
