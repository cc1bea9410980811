import type { Request } from '../../../commands/request.ts';

/** AskedFor: what an interaction asks for; the rest of the request is who and where (scene.ts). */
export type AskedFor = Pick<Request, 'command' | 'options'> & Partial<Pick<Request, 'action' | 'message'>>;
