/** What a tab tells the others. It names nobody: each asks the server itself. */
export type News = 'viewerChanged' | 'loggedOut' | 'accountDeleted' | 'sessionEnded';

export type OtherTabs = ReturnType<typeof connectTabs>;

/**
 * Connects the tabs of a browser in which the same API is used, while they are open. Where there is no BroadcastChannel,
 * each goes on by itself.
 */
export function connectTabs(url: string, hear: (news: News) => void) {
  let channel: BroadcastChannel | null = null;

  return {
    /** From now on it hears and is heard. */
    open(): void {
      if (!channel && 'BroadcastChannel' in globalThis) {
        channel = new BroadcastChannel(`gatehouse:${url}`);
        channel.onmessage = ({ data }: MessageEvent<News>) => hear(data);
      }
    },

    close(): void {
      channel?.close();
      channel = null;
    },

    tell(news: News): void {
      channel?.postMessage(news);
    },
  };
}
