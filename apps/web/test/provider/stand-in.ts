import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./provider.mjs', import.meta.url));

/** The `oidc-provider` package, standing in for VNeID or a province's single sign-on. */
export class StandIn {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(redirectUri: string, accounts: Record<string, object>): Promise<StandIn> {
    const child = spawn(process.execPath, ['--no-warnings', PROGRAM, redirectUri, JSON.stringify(accounts)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    return new StandIn(child, line.toString().trim());
  }

  /** What a browser does there: signs in as `account` and agrees. Gives the address it is sent back to. */
  async signIn(address: string, account: string): Promise<URL> {
    const jar = new Map<string, string>();
    let next = address;
    for (let hop = 0; hop < 12; hop += 1) {
      if (!next.startsWith(this.issuer)) return new URL(next);
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie: header(jar) } });
      keep(jar, answer);
      next = answer.headers.get('location') ?? (await this.submit(next, await answer.text(), account, jar));
      next = new URL(next, this.issuer).href;
    }
    throw new Error('nơi định danh không trả về');
  }

  private async submit(page: string, html: string, login: string, jar: Map<string, string>): Promise<string> {
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1] ?? 'login';
    const answer = await fetch(/action="([^"]+)"/.exec(html)?.[1] ?? page, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: header(jar), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ prompt, login, password: 'x' }),
    });
    keep(jar, answer);
    return answer.headers.get('location') ?? page;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin!.end();
    await ended;
  }
}

const header = (jar: Map<string, string>) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

function keep(jar: Map<string, string>, answer: Response): void {
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    if (value) jar.set(name!, value);
    else jar.delete(name!);
  }
}
