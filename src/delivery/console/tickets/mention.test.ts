import { describe, expect, it } from 'vitest';
import { agentsWritten, mentionAt, mentionedIn, withMention } from './mention.ts';

const agents = [
  { personId: 1, name: 'Ana Ruiz' },
  { personId: 2, name: 'Ana Ruiz Soto' },
  { personId: 3, name: 'Andrés Núñez' },
];
const at = (text: string) => mentionAt(text, text.length);

describe('a name that is being written', () => {
  it('begins with an @ after a blank or at the beginning, and has two words at most', () => {
    expect(at('@')).toEqual({ from: 0, query: '' });
    expect(at('Ver con @an')).toEqual({ from: 8, query: 'an' });
    expect(at('(@andrés nú')).toEqual({ from: 1, query: 'andrés nú' });
    expect(at('@ana ruiz soto')).toBeNull();
  });

  it('is no address, and is over where the cursor left it', () => {
    expect(at('soporte@avila')).toBeNull();
    expect(mentionAt('@ana y más', 4)).toEqual({ from: 0, query: 'ana' });
    expect(mentionAt('@ana\nmás', 8)).toBeNull();
  });

  it('finds agents by the beginnings of their words, without accents', () => {
    const names = (query: string) => agentsWritten(agents, query).map(({ personId }) => personId);
    expect(names('an')).toEqual([1, 2, 3]);
    expect(names('nun')).toEqual([3]);
    expect(names('ana so')).toEqual([2]);
    expect(names('na')).toEqual([]);
  });

  it('becomes the whole name, with one blank after it', () => {
    expect(withMention('Ver @an ya', { from: 4, query: 'an' }, 'Ana Ruiz')).toEqual({
      text: 'Ver @Ana Ruiz ya',
      caret: 14,
    });
    expect(withMention('@', { from: 0, query: '' }, 'Ana Ruiz')).toEqual({
      text: '@Ana Ruiz ',
      caret: 10,
    });
  });
});

describe('whom a note names', () => {
  it('is who stands in it by the whole name, once', () => {
    expect(mentionedIn('@Andrés Núñez, mire; @Andrés Núñez: gracias', agents)).toEqual([3]);
    expect(mentionedIn('Andrés Núñez y @Andrés', agents)).toEqual([]);
    expect(mentionedIn('a@Ana Ruiz', agents)).toEqual([]);
  });

  it('of two names that begin alike is the one that is written out', () => {
    expect(mentionedIn('@Ana Ruiz Soto', agents)).toEqual([2]);
    expect(mentionedIn('@Ana Ruiz.', agents)).toEqual([1]);
    expect(mentionedIn('@Ana Ruizan', agents)).toEqual([]);
  });
});
