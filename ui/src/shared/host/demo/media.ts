/** Media and links of the stand-in engine: nothing is written, and addresses are judged by a glance. */
import type { LinkJudgement, LinkWarning, MessageKey } from "@/bindings";
import { type DemoCommands, refuse } from "./engine";

export function mediaCommands(): DemoCommands {
	return {
		save_media: ({ path }: { path: string }) => (/只读/.test(path) ? refuse("fileUnwritable", path) : null),
		open_link: ({ url }: { url: string }) => {
			window.open(url, "_blank", "noopener");
			return null;
		},
		open_file: ({ message }: { message: MessageKey }) =>
			message.chatUser.endsWith("9") ? refuse("fileDangerous", "a program") : null,
		judge_link: ({ url, shown }: { url: string; shown: string }): LinkJudgement => {
			const { host, protocol } = new URL(url);
			const warnings: LinkWarning[] = [];
			if (/express\.example$/.test(host)) warnings.push("lookAlike");
			if (/^(https?:|www\.)/.test(shown) && !shown.includes(host)) warnings.push("otherHost");
			if (protocol === "http:") warnings.push("notSecure");
			return { url, host, warnings };
		},
	};
}
