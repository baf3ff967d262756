import { CARD, type CertificateView } from '#libs/credentials';

const TITLES = {
  valid: 'Giấy chứng nhận có giá trị',
  revoked: 'Giấy chứng nhận đã bị thu hồi',
  erased: 'Thông tin đã xóa theo yêu cầu',
};

/** A revocation is said first: it holds for an erased paper too. */
export function verificationView(certificate: CertificateView, mayRevoke: boolean, baseUrl: string) {
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
    share: shareView(certificate, TITLES[state], `${baseUrl}/xac-minh/${certificate.code}`),
  };
}

/** What Zalo and Facebook show of a link; the name stands only in the picture of a valid certificate and beside it. */
function shareView({ printed, hasCard, code }: CertificateView, title: string, url: string) {
  if (!printed) return { url, title, description: `Giấy chứng nhận số ${code}.` };
  return {
    url,
    title: `${printed.fullName}: ${printed.courseTitle}`,
    description: `${printed.heading}. Số ${code}.`,
    picture: hasCard ? { url: `${url}/anh.png`, ...CARD, alt: `${printed.heading}: ${printed.fullName}` } : null,
  };
}
