/** The form of a quick reply. Pure. */
import type { Composed, QuickReply } from "@/bindings";

export type ReplyForm = {
	readonly id: string;
	readonly group: string;
	readonly code: string;
	readonly title: string;
	readonly content: Composed;
	readonly usedAt: QuickReply["usedAt"];
	readonly uses: number;
};

export const NEW_REPLY: ReplyForm = {
	id: "",
	group: "",
	code: "",
	title: "",
	content: { kind: "text", text: "", mentions: [] },
	usedAt: null,
	uses: 0,
};

export type ReplyProblem = "title" | "content" | "codeBlank" | "codeTaken";

/** The first thing that is missing or wrong. Two replies with one code could not be told apart. */
export function problemOf(form: ReplyForm, others: readonly QuickReply[]): ReplyProblem | null {
	if (form.title.trim() === "") return "title";
	if (/\s/.test(form.code.trim())) return "codeBlank";
	const code = form.code.trim().toLowerCase();
	if (code !== "" && others.some((each) => each.id !== form.id && each.code.toLowerCase() === code))
		return "codeTaken";
	return saysNothing(form.content) ? "content" : null;
}

function saysNothing(content: Composed): boolean {
	switch (content.kind) {
		case "text":
			return content.text.trim() === "";
		case "attachment":
			return content.attachment.path === "";
		case "link":
			return content.title.trim() === "" || !/^https?:\/\/\S+$/i.test(content.link.trim());
	}
}

export function trimmed(form: ReplyForm): QuickReply {
	return { ...form, group: form.group.trim(), code: form.code.trim(), title: form.title.trim() };
}

/** An empty content of another kind. */
export function emptyContent(kind: Composed["kind"]): Composed {
	switch (kind) {
		case "text":
			return { kind, text: "", mentions: [] };
		case "attachment":
			return { kind, attachment: { path: "", name: "", kind: "file" } };
		case "link":
			return { kind, title: "", link: "", description: "", cover: null };
	}
}
