import { createContext, useContext } from "react";
import type { ThreadMessage } from "@/bindings";
import { type MentionNames, NO_NAMES } from "./mentions";

/** What rows of a thread ask of the thread they are in. */
export type ThreadTools = {
	/** Nothing can be done to the messages that anybody else would notice. */
	readOnly?: boolean;
	/** The messages that are chosen; null while nobody chooses. */
	picked: ReadonlySet<string> | null;
	/** `stretch`: everything from the last one that was chosen to this one. */
	pick: (messageId: string, stretch: boolean) => void;
	save: (message: ThreadMessage) => void;
	openFile: (message: ThreadMessage) => void;
	/** Opens an address once it has been judged; `shown` is what it was shown as. */
	openLink: (url: string, shown: string) => void;
	mentions: MentionNames;
};

const NONE: ThreadTools = {
	picked: null,
	pick: () => undefined,
	save: () => undefined,
	openFile: () => undefined,
	openLink: () => undefined,
	mentions: NO_NAMES,
};

export const Tools = createContext<ThreadTools>(NONE);

export function useThreadTools(): ThreadTools {
	return useContext(Tools);
}
