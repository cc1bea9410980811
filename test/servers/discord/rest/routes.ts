/** Routes: all that the loopback Discord answers. */
import { applicationRoutes } from './application-routes.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [...applicationRoutes];
