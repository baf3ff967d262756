import type { RuntimeConfig } from '#libs/platform';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo/demo-accounts.js';

/** What a newcomer reads when everything is up. */
export function greeting(config: RuntimeConfig): string {
  const lines = ['', `Học Vụ Số đang chạy: ${config.baseUrl}`, ''];
  if (config.demoMode) {
    lines.push(`Tài khoản dùng thử (mật khẩu chung: ${DEMO_PASSWORD}):`);
    for (const { phone, label } of DEMO_ACCOUNTS) lines.push(`  ${phone}  ${label}`);
    lines.push('', `Tin nhắn thử (mã xác nhận khi đăng ký): ${config.baseUrl}/tin-nhan-thu`, '');
  }
  lines.push('Dừng: Ctrl+C', '');
  return lines.join('\n');
}
