import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { trustedCertificate } from './certificate.ts';
import { startVoiceServer } from './voice-server.ts';

const run = promisify(execFile);

test('the certificate is one for localhost that signs itself', () => {
  const { pem } = trustedCertificate();
  const certificate = new X509Certificate(pem);
  assert.equal(certificate.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1');
  assert.equal(certificate.ca, true);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.ok(certificate.validFromDate.getTime() < Date.now() && certificate.validToDate.getTime() > Date.now());
  assert.equal(trustedCertificate().pem, pem);
});

test('this process trusts the server', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const [host, port] = server.endpoint.split(':');
  const socket = connect({ host, port: Number(port), servername: host });
  context.after(() => socket.destroy());
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  assert.equal(socket.authorized, true);
});

test('a child process trusts the server through NODE_EXTRA_CA_CERTS, and not without', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const [host, port] = server.endpoint.split(':');
  const program = `
    const socket = require('node:tls').connect({ host: '${host}', port: ${port}, servername: '${host}' });
    socket.on('secureConnect', () => { console.log('trusted'); socket.destroy(); });
    socket.on('error', error => { console.log(error.code); socket.destroy(); });`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: server.certificatePath };
  const [trusting, another] = await Promise.all([
    run(process.execPath, ['-e', program], { env, timeout: 30_000 }),
    run(process.execPath, ['-e', program], { env: { ...env, NODE_EXTRA_CA_CERTS: '' }, timeout: 30_000 }),
  ]);
  assert.equal(trusting.stdout.trim(), 'trusted');
  assert.equal(another.stdout.trim(), 'DEPTH_ZERO_SELF_SIGNED_CERT');
});
