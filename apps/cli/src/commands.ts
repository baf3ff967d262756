import { adminCreate, adminResetSecondFactor } from './admin.command.js';
import { auditVerify } from './audit-verify.command.js';
import { demoPeople } from './demo/demo-people.command.js';
import { keysRotate } from './keys.command.js';
import { migrateCommand } from './migrate.command.js';
import { rightsReapply } from './rights-reapply.command.js';
import { seedCommand } from './seed.command.js';
import { start } from './start/start.command.js';

export interface Command {
  about: string;
  run(args: string[]): Promise<void>;
}

export const commands: Record<string, Command> = {
  start: { about: 'khởi động cơ sở dữ liệu, web và worker', run: start },
  migrate: { about: 'cập nhật cấu trúc cơ sở dữ liệu', run: migrateCommand },
  seed: { about: 'nạp đơn vị và chuyên đề (cùng người dùng thử nếu không phải máy thật)', run: seedCommand },
  'demo:people': { about: 'thêm người dùng thử: --count N', run: demoPeople },
  'rights:reapply': { about: 'sau khi khôi phục bản sao lưu: xóa lại người đã xóa (--list TỆP)', run: rightsReapply },
  'audit:verify': { about: 'kiểm tra chuỗi nhật ký: --head SỐ:CHUỖI nếu có mốc đã chép', run: auditVerify },
  'admin:create': { about: 'lập quản trị viên: --name, --phone; thêm người nữa: --another --reason', run: adminCreate },
  'admin:reset-second-factor': {
    about: 'đặt lại bước hai của quản trị viên khi không ai khác làm được: --phone, --reason',
    run: adminResetSecondFactor,
  },
  'keys:rotate': { about: 'mã hóa lại bằng khóa mới nhất: --stop dừng, --status xem', run: keysRotate },
};
