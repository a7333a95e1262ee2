import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { OrderShop } from './order-shop.ts';

const answer = (structuredContent: Record<string, unknown>) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(structuredContent) }],
  structuredContent,
});
const failure = (text: string) => ({ content: [{ type: 'text' as const, text }], isError: true });

/** The shop as a server of the Model Context Protocol, built with the SDK. */
export function createMcpShop(shop: OrderShop): McpServer {
  const server = new McpServer({ name: 'shop', version: '1' });
  server.registerTool(
    'get_order',
    { inputSchema: z.object({ order_id: z.string() }), annotations: { readOnlyHint: true } },
    async ({ order_id }) => {
      const order = shop.find(order_id);
      return order === undefined ? failure('there is no such order') : answer({ ...order });
    },
  );
  server.registerTool(
    'cancel_order',
    { inputSchema: z.object({ order_id: z.string(), reason: z.string() }), annotations: { readOnlyHint: false } },
    async ({ order_id, reason }, context) => {
      // oxlint-disable-next-line eslint/no-underscore-dangle -- the protocol's own name
      const key = JSON.stringify(context.mcpReq._meta?.['confidant/idempotency-key']);
      const done = shop.cancel(order_id, reason, key);
      return typeof done === 'string' ? failure(done) : answer({ ...done });
    },
  );
  server.registerTool('count_effects', { inputSchema: z.object({}) }, async () => answer({ effects: shop.effects }));
  server.registerTool('never', { inputSchema: z.object({}) }, async () => new Promise<never>(() => undefined));
  return server;
}
