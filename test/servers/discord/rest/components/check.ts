/** Check: what all components of one message or modal share: custom ids, ids, how many there are and how much text they show. */
import { asInteger, asObject, asText, type Form } from '../form.ts';

export interface ComponentCheck {
  /** Files of the message, for attachment://; undefined: none can be shown. */
  readonly filenames: ReadonlySet<string>;
  /** Common fields of a component. undefined: it is of no type that may stand there, which is noted. */
  enter(value: unknown, form: Form, allowed: readonly number[]): Fields | undefined;
  customId(component: Fields, form: Form): void;
  text(content: unknown, form: Form): void;
  readonly count: number;
  readonly textLength: number;
}

export type Fields = Record<string, unknown>;

export function createComponentCheck(filenames: ReadonlySet<string>): ComponentCheck {
  const customIds = new Set<string>();
  const ids = new Set<number>();
  let count = 0;
  let textLength = 0;

  return {
    filenames,
    get count() {
      return count;
    },
    get textLength() {
      return textLength;
    },
    enter(value, form, allowed) {
      const component = asObject(value, form);
      if (!component) return undefined;
      count += 1;
      if (!allowed.includes(component.type as number)) {
        form.at('type').fail('UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`);
        return undefined;
      }
      if (component.id !== undefined && component.id !== 0) {
        const id = asInteger(component.id, form.at('id'), { min: 0, max: 2 ** 31 - 1 });
        if (id !== undefined && ids.has(id)) form.at('id').fail('COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated');
        if (id !== undefined) ids.add(id);
      }
      return component;
    },
    customId(component, form) {
      const customId = asText(component.custom_id, form.at('custom_id'), { min: 1, max: 100 });
      if (customId === undefined) return;
      if (customIds.has(customId)) {
        form.at('custom_id').fail('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      customIds.add(customId);
    },
    text(content, form) {
      const text = asText(content, form, { min: 1, max: 4000 });
      textLength += text === undefined ? 0 : [...text].length;
    },
  };
}

/** A copy in which every component has an id: its own, or the next that is free. */
export function withIds<T>(components: T): T {
  const copy = structuredClone(components);
  const all = listed(copy);
  const taken = new Set(all.map(({ id }) => id));
  let next = 0;
  for (const component of all) {
    if (component.id) continue;
    do next += 1;
    while (taken.has(next));
    component.id = next;
  }
  return copy;
}

function listed(node: unknown): Fields[] {
  if (Array.isArray(node)) return node.flatMap(listed);
  if (typeof node !== 'object' || node === null) return [];
  const { components, component, accessory } = node as Fields;
  return [node as Fields, ...listed(components), ...listed(component), ...listed(accessory)];
}
