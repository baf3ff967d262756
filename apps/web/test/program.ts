import request from 'supertest';
import { ApiTokens, Grants, People, Sessions, type Role } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import type { WebContext } from './web-context.js';
import { problemsOf, type Schema } from './schema-check.js';

type Method = 'get' | 'post' | 'put' | 'delete';
type Described = { responses: Record<string, { content?: Record<string, { schema: Schema }> }> };
type Document = {
  paths: Record<string, Partial<Record<Method, Described>>>;
  components: { schemas: Record<string, Schema> };
};

const ORIGIN = { ip: '127.0.0.1', port: 40_000 };

/** A program with a person's token. It holds every answer to the document: its status, and no field more or less. */
export class Program {
  private constructor(
    private readonly context: WebContext,
    private readonly document: Document,
    readonly personId: string | null,
    readonly token: string | null,
  ) {}

  static async anonymous(context: WebContext): Promise<Program> {
    const { body } = await request(context.app.getHttpServer()).get('/api/v1/openapi.json').expect(200);
    return new Program(context, body, null, null);
  }

  /** A person with these roles over these units, and their token. */
  static async of(context: WebContext, fullName: string, roles: Role[] = [], unitIds: string[] = []): Promise<Program> {
    const { document } = await Program.anonymous(context);
    const { get } = context;
    const { personId, session } = await get(UnitOfWork).run(async (tx) => {
      const id = await get(People).create(tx, { fullName, birthYear: 1980 });
      for (const role of roles)
        await get(Grants).grant(tx, { personId: id, role, unitIds, from: '2025-07-01', by: id });
      return { personId: id, session: (await get(Sessions).start(tx, id, ORIGIN, 'jest')).token };
    });
    const actor = await get(Sessions).resolve(session, ORIGIN);
    const { token } = await get(ApiTokens).issue(actor!, 'Thử', 1);
    return new Program(context, document, personId, token);
  }

  /** The same program with another token. */
  with(token: string): Program {
    return new Program(this.context, this.document, null, token);
  }

  get(path: string, status = 200) {
    return this.call('get', path, status);
  }
  post(path: string, body: object, status = 200) {
    return this.call('post', path, status, body);
  }
  put(path: string, body: object, status = 200) {
    return this.call('put', path, status, body);
  }
  delete(path: string, status = 204) {
    return this.call('delete', path, status);
  }

  /** A body that is a file, as it is. */
  upload(path: string, bytes: Buffer, mediaType: string, status: number) {
    return this.call('post', path, status, bytes, (call) => call.type(mediaType));
  }
  /** A file in a form. */
  attach(path: string, field: string, bytes: Buffer, fileName: string, status: number) {
    return this.call('post', path, status, undefined, (call) => call.attach(field, bytes, fileName));
  }

  // Tests read whatever the answer holds; its shape has been checked against the document.
  private async call(
    method: Method,
    path: string,
    status: number,
    sent?: object,
    shape: (call: request.Test) => request.Test = (call) => call,
  ): Promise<any> {
    const call = request(this.context.app.getHttpServer())[method](`/api/v1${path}`);
    if (this.token) void call.set('authorization', `Bearer ${this.token}`);
    const answer = await (sent ? shape(call.buffer(true)).send(sent) : shape(call.buffer(true)));
    const saw = `${method.toUpperCase()} ${path} → ${answer.status} ${answer.text ?? ''}`;
    if (answer.status !== status) throw new Error(`expected ${status}: ${saw}`);
    const described = this.describedAt(method, path)?.responses[status];
    if (!described) throw new Error(`not in the document: ${saw}`);
    const [mediaType, content] = Object.entries(described.content ?? {})[0] ?? [];
    if (!mediaType?.includes('json')) return answer;
    if (!answer.headers['content-type']?.startsWith(mediaType)) throw new Error(`not ${mediaType}: ${saw}`);
    const body = JSON.parse(answer.text);
    const problems = problemsOf(body, content!.schema, this.document.components.schemas);
    if (problems.length > 0) throw new Error(`${problems.join('; ')}: ${saw}`);
    return body;
  }

  /** A fixed path is preferred to one with a parameter. */
  private describedAt(method: Method, path: string): Described | undefined {
    const bare = `/api/v1${path.split('?')[0]}`;
    const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare);
    const template = this.document.paths[bare] ? bare : Object.keys(this.document.paths).find(fits);
    return template ? this.document.paths[template]![method] : undefined;
  }
}
