import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Caller } from '../identity/roles.ts';

/** What middleware leaves for the routes of one request. */
export interface HttpEnv {
  Variables: {
    requestId: string;
    /** Set wherever a key is asked for. */
    caller: Caller;
    /** The body as it was sent, empty where there is none; set by `readBody`. */
    bodyText: string;
  };
}

export type HttpApp = OpenAPIHono<HttpEnv>;
export type HttpContext = Context<HttpEnv>;
export type HttpMiddleware = MiddlewareHandler<HttpEnv>;
