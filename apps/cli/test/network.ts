import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * How the line behaves. `cut`: nobody answers. `stall`: what is sent arrives nowhere and nothing comes back. `deaf`: it
 * arrives, but no answer comes back. `portal`: somebody else answers everything with a page of theirs, as most do or
 * with the status made for it. `redirect`: with the address of theirs.
 */
export type Weather = 'open' | 'cut' | 'stall' | 'deaf' | 'portal' | 'portal-511' | 'redirect';

const PORTAL_PAGE = '<!doctype html><title>WiFi</title><h1>WiFi mien phi</h1><form><button>Dong y</button></form>';

/** The line between a phone and the program: plain TCP that can be cut, stalled, or taken over by a captive portal. */
export class Line {
  private weather: Weather = 'open';
  private readonly sockets = new Set<Socket>();
  /** Chunks sent while the line is deaf or stalled: how often the phone tried. */
  tries = 0;
  /** What was held back while the line stalled; `release` delivers it, late. */
  private held: { chunk: Buffer; to: Socket }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  static async to(target: number): Promise<Line> {
    const server = createServer();
    const line = new Line(server, target);
    server.on('connection', (phone) => line.carry(phone));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return line;
  }

  get base(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  set(weather: Weather): void {
    this.weather = weather;
    this.tries = 0;
    // Kept connections would go on as before.
    if (weather !== 'open') for (const socket of this.sockets) socket.destroy();
  }

  /** Late, as from a queue somewhere on the way: what was sent while the line stalled reaches the program now, which answers. */
  async release(): Promise<void> {
    const answered = this.held.map(({ to }) => new Promise((done) => to.once('data', done)));
    for (const { chunk, to } of this.held) to.write(chunk);
    this.held = [];
    await Promise.race(answered);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private carry(phone: Socket): void {
    this.know(phone);
    if (this.weather === 'cut') return void phone.destroy();
    const program = connect(this.target, '127.0.0.1');
    this.know(program);
    const late = this.weather === 'stall';
    phone.on('data', (chunk) => {
      this.tries += 1;
      if (this.weather === 'portal') return this.answer(phone, '200 OK', PORTAL_PAGE);
      if (this.weather === 'portal-511') return this.answer(phone, '511 Network Authentication Required', PORTAL_PAGE);
      if (this.weather === 'redirect') return this.answer(phone, '302 Found', '', 'location: http://wifi.example/\r\n');
      if (this.weather === 'stall') this.held.push({ chunk, to: program });
      else if (!late) program.write(chunk);
    });
    program.on('data', (chunk) => this.weather === 'open' && !late && phone.write(chunk));
    program.on('close', () => phone.destroy());
    // A stalled line does not tell the far end that the phone has gone.
    phone.on('close', () => late || program.destroy());
  }

  private know(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }

  private answer(phone: Socket, status: string, page: string, more = ''): void {
    phone.end(
      `HTTP/1.1 ${status}\r\ncontent-type: text/html\r\n${more}content-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`,
    );
  }
}
