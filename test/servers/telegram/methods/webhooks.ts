/** Webhooks: setWebhook, deleteWebhook, getWebhookInfo. The real service asks for https on four ports; here http on 127.0.0.1 is allowed in their place. */
import { badRequest, conflict } from '../api-error.ts';
import type { Method, Methods } from './method.ts';
import { readAllowedUpdates } from './updates.ts';

const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
const ports = ['', '443', '80', '88', '8443'];

const deleteWebhook: Method = ({ world, parameters }) => {
  world.webhook.remove();
  if (parameters.flag('drop_pending_updates')) world.updates.drop();
  return true;
};

export const webhookMethods: Methods = {
  setwebhook(call) {
    const { world, parameters } = call;
    const url = parameters.text('url');
    if (url === '') return deleteWebhook(call);
    const secretToken = parameters.text('secret_token');
    checkUrl(url);
    if (secretToken.length > 256) throw badRequest('secret token is too long');
    if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
    readAllowedUpdates(world.updates, parameters);
    world.updates.abortPoll(conflict('terminated by setWebhook request'));
    if (parameters.flag('drop_pending_updates')) world.updates.drop();
    const maxConnections = parameters.integer('max_connections', {
      otherwise: DEFAULT_CONNECTIONS,
      min: 1,
      max: MAX_CONNECTIONS,
    });
    world.webhook.set({ url, secretToken, maxConnections });
    return true;
  },
  deletewebhook: deleteWebhook,
  getwebhookinfo({ world }) {
    const { settings, lastError } = world.webhook;
    const allowed = world.updates.allowed;
    return {
      url: settings?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: world.updates.pending.length,
      ...(lastError && { last_error_date: Math.floor(lastError.atMs / 1000), last_error_message: lastError.message }),
      ...(settings && { max_connections: settings.maxConnections, ip_address: '127.0.0.1' }),
      ...(allowed.length > 0 && { allowed_updates: allowed }),
    };
  },
};

function checkUrl(text: string): void {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol)) throw badRequest('invalid webhook URL specified');
  if (url.protocol === 'http:' && url.hostname === '127.0.0.1') return;
  if (url.protocol === 'http:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!ports.includes(url.port)) throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  // Nothing but loopback is reached from here.
  throw badRequest('bad webhook: Failed to resolve host: Name or service not known');
}
