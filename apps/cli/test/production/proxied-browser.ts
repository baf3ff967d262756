import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export const HOST = 'hocvuso.example.vn';
export const CLIENT = { ip: '203.0.113.7', port: 51_234 };

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A person's browser as it arrives behind the TLS proxy: forwarded headers, one kept connection, cookies. */
export class ProxiedBrowser {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly cookies = new Map<string, string>();
  private token = '';
  /** Our end of the connection, by which the process at the other end is found. */
  localPort = 0;

  constructor(
    private readonly port: number,
    cookies: Iterable<[string, string]> = [],
    private readonly patienceMs = 60_000,
  ) {
    this.cookies = new Map(cookies);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** With the form token of the page last read. */
  post(path: string, fields: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, new URLSearchParams({ _csrf: this.token, ...fields }).toString());
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: string, path: string, body?: string): Promise<Answer> {
    const headers: Record<string, string> = {
      host: HOST,
      accept: 'text/html',
      'x-forwarded-for': CLIENT.ip,
      'x-forwarded-proto': 'https',
      'x-real-port': String(CLIENT.port),
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    };
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    return new Promise((done, fail) => {
      const call = request(
        { host: '127.0.0.1', port: this.port, agent: this.agent, method, path, headers },
        (answer) => {
          this.localPort = answer.socket.localPort!;
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
          answer.on('end', () => {
            for (const line of answer.headers['set-cookie'] ?? []) this.remember(line);
            this.token = text.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? this.token;
            done({ status: answer.statusCode!, headers: answer.headers, body: text });
          });
        },
      );
      call.on('error', fail);
      call.setTimeout(this.patienceMs, () => call.destroy(new Error('no answer')));
      call.end(body);
    });
  }

  private remember(line: string): void {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
    if (value) this.cookies.set(name!, value);
    else this.cookies.delete(name!);
  }
}
