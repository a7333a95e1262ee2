/** One small system of record behind every connector of the contract suite. */
export class OrderShop {
  readonly orders = new Map([
    ['#W1', { order_id: '#W1', user_id: 'ann', status: 'pending', note: '' }],
    ['#W2', { order_id: '#W2', user_id: 'ann', status: 'delivered', note: '' }],
    ['#W9', { order_id: '#W9', user_id: 'ann', status: 'pending', note: 'x'.repeat(50_000) }],
  ]);
  /** Changes that were made, repeats left out. */
  effects = 0;
  readonly #answers = new Map<string, unknown>();

  find(id: string): object | undefined {
    return this.orders.get(id);
  }

  cancel(id: string, reason: string, key: string): object | 'missing' | 'refused' {
    const known = this.#answers.get(key);
    if (typeof known === 'object' && known !== null) return known;
    const order = this.orders.get(id);
    if (order === undefined) return 'missing';
    if (order.status !== 'pending') return 'refused';
    order.status = 'cancelled';
    order.note = reason;
    this.effects += 1;
    this.#answers.set(key, { ...order });
    return { ...order };
  }
}
