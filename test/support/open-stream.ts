/** A stream of live changes as somebody hears it. */
export interface HeardStream {
  readonly status: number;
  readonly headers: Headers;
  /** Everything heard so far, once it holds `text`, or when the stream has ended. */
  until(text: string): Promise<string>;
  ended(): Promise<boolean>;
  close(): Promise<void> | undefined;
}

export async function openStream(
  url: string,
  token: string,
  headers: Record<string, string> = {},
): Promise<HeardStream> {
  const response = await fetch(`${url}/api/v1/events`, {
    headers: { cookie: `atenta_session=${token}`, ...headers },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  const until = async (text: string): Promise<string> => {
    while (!heard.includes(text)) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) return heard;
      heard += value;
    }
    return heard;
  };
  return {
    status: response.status,
    headers: response.headers,
    until,
    async ended() {
      await until('never said');
      return true;
    },
    close: () => reader?.cancel(),
  };
}
