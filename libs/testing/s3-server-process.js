import S3rver from '@20minutes/s3rver';

/** A store that speaks S3 and checks signatures, in a process of its own. Arguments: folder, port, bucket. */
const [directory, port, bucket] = process.argv.slice(2);
const server = new S3rver({
  directory,
  port: Number(port),
  address: '127.0.0.1',
  silent: true,
  configureBuckets: [{ name: bucket }],
});
await server.run();
process.send?.('ready');
