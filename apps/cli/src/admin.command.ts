import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { FirstAdministrators, INVITATION_HOURS, WayBack } from '#libs/identity';
import { DomainError, RuntimeConfig, StartupError, readConfig } from '#libs/platform';
import { withServices } from './seed.command.js';
import { withDatabase } from './with-database.js';

const REFUSALS: Record<string, string> = {
  'name.required': 'Hãy ghi họ và tên: --name "Nguyễn Văn A".',
  'phone.invalid': 'Số điện thoại chưa đúng: --phone 0912345678.',
  'reason.required': 'Hãy ghi lý do, ít nhất 10 ký tự: --reason "…".',
  'reason.too-long': 'Lý do dài quá 500 ký tự.',
  'administrator.exists':
    'Đã có quản trị viên, hoặc một mã còn hạn chưa dùng. Lập thêm người nữa thì ghi --another và --reason "…".',
  'administrator.phone-of-another': 'Số điện thoại này đã có tài khoản của người tên khác. Hãy kiểm tra lại.',
  'administrator.no-units': 'Chưa có đơn vị nào. Hãy chạy lệnh seed trước.',
  'grant.held': 'Người này đã là quản trị viên.',
  'administrator.unknown': 'Không có quản trị viên nào đăng nhập bằng số điện thoại này.',
  'administrator.others-can':
    'Còn ít nhất hai quản trị viên khác: họ đặt lại được ở trang Tài khoản cán bộ, một người đề nghị, một người duyệt.',
};

/** `admin:create`: the first administrators of a machine, and a further one with a reason. */
export async function adminCreate(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: 'string' },
      phone: { type: 'string' },
      another: { type: 'boolean', default: false },
      reason: { type: 'string' },
    },
  });
  const [name, phone, reason] = await ask([
    ['Họ và tên', values.name],
    ['Số điện thoại (dùng để đăng nhập)', values.phone],
    ...(values.another ? [['Vì sao cần thêm quản trị viên', values.reason] as Question] : []),
  ]);
  const config = readConfig(RuntimeConfig);
  const made = await asOperator(config, (get) =>
    get(FirstAdministrators).invite({ fullName: name!, phone: phone!, another: values.another ? reason! : null }),
  );
  process.stdout.write(
    made.made === 'granted'
      ? 'Số này đã có tài khoản: người đó nay là quản trị viên. Đăng nhập bằng mật khẩu đang dùng rồi thiết lập xác thực hai bước.\n'
      : `Đưa hai dòng này tận tay người đó (dùng một lần, trong ${INVITATION_HOURS} giờ; chạy lại lệnh thì mã cũ hết hiệu lực):\n` +
          `  Địa chỉ: ${config.baseUrl}/dang-nhap/quan-tri-moi?yeu-cau=${made.requestId}\n  Mã:      ${made.code}\n` +
          'Cần ít nhất hai quản trị viên để việc hệ trọng có hai người xem xét: chạy lại lệnh này với --another cho người thứ hai.\n',
  );
}

/** `admin:reset-second-factor`: when those who are left cannot do it at their page. */
export async function adminResetSecondFactor(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { phone: { type: 'string' }, reason: { type: 'string' } } });
  const [phone, reason] = await ask([
    ['Số điện thoại của quản trị viên', values.phone],
    ['Lý do', values.reason],
  ]);
  await asOperator(readConfig(RuntimeConfig), (get) => get(WayBack).resetSecondFactor(phone!, reason!));
  process.stdout.write('Đã đặt lại. Lần đăng nhập tới, người đó ghi mật khẩu rồi thiết lập xác thực hai bước lại.\n');
}

type Question = [label: string, given: string | undefined];
type Get = <T>(type: abstract new (...args: never[]) => T) => T;

/** What was not given is asked for, where somebody sits at the terminal. */
async function ask(questions: Question[]): Promise<string[]> {
  if (!process.stdin.isTTY) return questions.map(([, given]) => given ?? '');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answers: string[] = [];
  for (const [label, given] of questions) answers.push(given ?? (await terminal.question(`${label}: `)));
  terminal.close();
  return answers;
}

async function asOperator<T>(config: RuntimeConfig, act: (get: Get) => Promise<T>): Promise<T> {
  let result: T;
  await withDatabase(config, () =>
    withServices(config, async (app) => {
      result = await act((type) => app.get(type as never, { strict: false }));
    }),
  ).catch((error: unknown) => {
    const code = error instanceof DomainError ? (Object.values(error.fields ?? {})[0] ?? error.code) : '';
    throw REFUSALS[code] ? new StartupError(REFUSALS[code]) : error;
  });
  return result!;
}
