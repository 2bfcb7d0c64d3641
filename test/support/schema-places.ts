import { z } from 'zod';
import type { Schema } from '../../src/delivery/web/contract/route.ts';

/** One object inside a schema of the contract, as it comes in. */
export interface ObjectPlace {
  /** `body/onBehalf`, or `body/questions/*` for what stands in a list. */
  readonly place: string;
  /** The names of its fields. */
  readonly names: readonly string[];
  /** Whether a name that is not among them is refused. */
  readonly isStrict: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Every object of a schema, the outermost first. What maps any name to a value of one kind has no fields, and is none. */
export function objectsIn(schema: Schema | undefined, place: string): readonly ObjectPlace[] {
  if (schema === undefined) return [];
  // The contract's schemas are zod; their type says only what goes in and out.
  const made = z.toJSONSchema(schema as unknown as z.ZodType, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  const definitions = jsonOf(made.$defs ?? {});
  return walk(made, place, []);

  function walk(node: unknown, at: string, within: readonly string[]): readonly ObjectPlace[] {
    const { $ref, properties, additionalProperties, items, anyOf, oneOf, allOf } = jsonOf(node);
    if (typeof $ref === 'string') {
      const name = $ref.replace('#/$defs/', '');
      return within.includes(name) ? [] : walk(definitions[name], at, [...within, name]);
    }
    const fields = Object.entries(jsonOf(properties ?? {}));
    const own = {
      place: at,
      names: fields.map(([name]) => name),
      isStrict: additionalProperties === false,
    };
    return [
      ...(properties === undefined ? [] : [own]),
      ...fields.flatMap(([name, field]) => walk(field, `${at}/${name}`, within)),
      ...[anyOf, oneOf, allOf].flatMap((choices) =>
        (Array.isArray(choices) ? choices : []).flatMap((choice) => walk(choice, at, within)),
      ),
      ...(items === undefined ? [] : walk(items, `${at}/*`, within)),
    ];
  }
}

const jsonOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? { ...value } : {};
