import { createServer } from 'node:net';
import { StartupError } from '#libs/platform';

/** Fails with a sentence before anything is started when the address cannot be listened on. */
export function assertPortFree(host: string, port: number): Promise<void> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => fail(new StartupError(reason(error.code, host, port))));
    probe.listen(port, host, () => probe.close(() => done()));
  });
}

function reason(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Cổng ${port} đang có chương trình khác dùng. Hãy dừng chương trình đó, hoặc chọn cổng khác: PORT=${port + 1} npm start`;
  if (code === 'EACCES')
    return `Không được phép mở cổng ${port}. Hãy chọn cổng từ 1024 trở lên, ví dụ: PORT=3000 npm start`;
  return `Không mở được địa chỉ ${host}:${port} (${code}). Hãy kiểm tra HOST và PORT.`;
}
