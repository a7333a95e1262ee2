import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { createMcpShop } from './mcp-shop.ts';
import { OrderShop } from './order-shop.ts';

await createMcpShop(new OrderShop()).connect(new StdioServerTransport());
