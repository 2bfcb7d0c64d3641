import { useEffect } from 'react';
import * as m from '../../ui/words/generated/messages.js';

/** Names the window after what it shows; with many tabs open that is how one finds it. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${m.common_product_name()}`;
  }, [title]);
}
