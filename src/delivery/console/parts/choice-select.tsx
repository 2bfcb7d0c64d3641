import { Select } from './field.tsx';

interface ChoiceSelectProps<Key extends string> {
  readonly name?: string;
  /** What each choice is called, in the order of the list. */
  readonly words: Readonly<Record<Key, () => string>>;
  readonly value: Key;
  readonly onValue: (value: Key) => void;
}

/** One of a few known choices. */
export function ChoiceSelect<Key extends string>(props: ChoiceSelectProps<Key>) {
  const { name, words, value, onValue } = props;
  // The keys of a record are what its type says.
  const keys = Object.keys(words) as Key[];
  return (
    <Select
      name={name}
      value={value}
      onChange={({ target }) => {
        const chosen = keys.find((key) => key === target.value);
        if (chosen !== undefined) onValue(chosen);
      }}
    >
      {keys.map((key) => (
        <option key={key} value={key}>
          {words[key]()}
        </option>
      ))}
    </Select>
  );
}
