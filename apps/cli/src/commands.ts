export interface Command {
  about: string;
  run(args: string[]): Promise<void>;
}

/** Each is loaded when it is asked for: one that is refused, or the list of them, need not load the whole program. */
export const commands: Record<string, Command> = {
  start: {
    about: 'khởi động cơ sở dữ liệu, web và worker',
    run: async () => (await import('./start/start.command.js')).start(),
  },
  migrate: {
    about: 'cập nhật cấu trúc cơ sở dữ liệu',
    run: async () => (await import('./migrate.command.js')).migrateCommand(),
  },
  seed: {
    about: 'nạp đơn vị và chuyên đề (cùng người dùng thử nếu không phải máy thật)',
    run: async () => (await import('./seed.command.js')).seedCommand(),
  },
  'demo:people': {
    about: 'thêm người dùng thử: --count N',
    run: async (args) => (await import('./demo/demo-people.command.js')).demoPeople(args),
  },
  'rights:reapply': {
    about: 'sau khi khôi phục bản sao lưu: xóa lại người đã xóa (--list TỆP)',
    run: async (args) => (await import('./rights-reapply.command.js')).rightsReapply(args),
  },
  'audit:verify': {
    about: 'kiểm tra chuỗi nhật ký: --head SỐ:CHUỖI nếu có mốc đã chép',
    run: async (args) => (await import('./audit-verify.command.js')).auditVerify(args),
  },
  'admin:create': {
    about: 'lập quản trị viên: --name, --phone; thêm người nữa: --another --reason',
    run: async (args) => (await import('./admin.command.js')).adminCreate(args),
  },
  'admin:reset-second-factor': {
    about: 'đặt lại bước hai của quản trị viên khi không ai khác làm được: --phone, --reason',
    run: async (args) => (await import('./admin.command.js')).adminResetSecondFactor(args),
  },
  'keys:rotate': {
    about: 'mã hóa lại bằng khóa mới nhất: --stop dừng, --status xem',
    run: async (args) => (await import('./keys.command.js')).keysRotate(args),
  },
};
