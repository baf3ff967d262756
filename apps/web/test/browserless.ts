import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';

export interface Answer {
  status: number;
  body: string;
  location: string | undefined;
  headers: Record<string, string | string[] | undefined>;
}

/** A person without JavaScript: keeps cookies, sends the form token of the page last read, follows 303. */
export class Visitor {
  readonly cookies: Map<string, string>;
  private token = '';

  constructor(
    private readonly app: NestFastifyApplication,
    cookies: Record<string, string> = {},
  ) {
    this.cookies = new Map(Object.entries(cookies));
  }

  async get(url: string): Promise<Answer> {
    return this.send('GET', url);
  }

  /** Posts a form with the token of the page last read, and follows the redirect after it. */
  async post(
    url: string,
    fields: Record<string, string | string[]>,
    options: { follow?: boolean; token?: string } = {},
  ): Promise<Answer> {
    const form = new URLSearchParams();
    form.set('_csrf', options.token ?? this.token);
    for (const [name, value] of Object.entries(fields)) for (const item of [value].flat()) form.append(name, item);
    const answer = await this.send('POST', url, form.toString());
    return answer.location && options.follow !== false ? this.get(answer.location) : answer;
  }

  async signIn(phone: string, password: string): Promise<Answer> {
    await this.get('/dang-nhap');
    return this.post('/dang-nhap', { phone, password });
  }

  private async send(method: 'GET' | 'POST', url: string, payload?: string): Promise<Answer> {
    const server = request(this.app.getHttpServer());
    const call = (method === 'GET' ? server.get(url) : server.post(url)).redirects(0).set('accept', 'text/html');
    if (this.cookies.size > 0)
      void call.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await (payload === undefined ? call : call.type('form').send(payload));
    for (const line of [response.headers['set-cookie'] ?? []].flat() as string[]) this.remember(line);
    const body = response.text ?? '';
    this.token = body.match(/name="_csrf" value="([^"]+)"/)?.[1] ?? this.token;
    return { status: response.status, body, location: response.headers.location, headers: response.headers };
  }

  private remember(line: string): void {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
    if (value) this.cookies.set(name, decodeURIComponent(value));
    else this.cookies.delete(name);
  }
}
