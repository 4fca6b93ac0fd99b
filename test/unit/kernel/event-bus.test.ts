import { describe, expect, it } from 'vitest';

import { EventBus } from '#kernel/event-bus';

describe('EventBus', () => {
  it('reaches the other listeners when one throws', () => {
    const errors: unknown[] = [];
    const heard: string[] = [];
    const bus = new EventBus((error) => errors.push(error));
    bus.subscribe(() => {
      throw new Error('broken listener');
    });
    const unsubscribe = bus.subscribe((event) => heard.push(event.type));

    bus.publish({ type: 'favourites.changed' });
    unsubscribe();
    bus.publish({ type: 'favourites.changed' });

    expect(heard).toEqual(['favourites.changed']);
    expect(errors).toHaveLength(2);
  });
});
