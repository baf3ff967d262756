/** Stops the test database: its process ends when its input closes. */
export default async function globalTeardown() {
  const child = globalThis.__testDatabase;
  if (!child || child.exitCode !== null) return;
  await new Promise((done) => {
    child.once('exit', done);
    child.stdin.end();
  });
}
