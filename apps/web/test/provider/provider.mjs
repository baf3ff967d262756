// A real OpenID provider for tests, in a process of its own. Prints its address; ends with its parent.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [redirectUri, accountsJson] = process.argv.slice(2);
const accounts = JSON.parse(accountsJson);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'hoc-vu-so', client_secret: 'bi-mat-cua-kiem-thu-0123456789', redirect_uris: [redirectUri] },
    ],
    claims: {
      openid: ['sub', 'personal_number'],
      profile: ['name', 'birthdate'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    findAccount: (_, sub) => accounts[sub] && { accountId: sub, claims: () => ({ sub, ...accounts[sub] }) },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['chi-cho-kiem-thu'] },
  });
  server.on('request', provider.callback());
  process.stdout.write(`${issuer}\n`);
});
process.stdin.resume().on('end', () => process.exit(0));
