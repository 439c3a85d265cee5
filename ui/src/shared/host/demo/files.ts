/** Files of the stand-in engine: judged by their names, because a browser has no disk to look at. */
import type { AttachmentKind, Composed, Content, FileSeen } from "@/bindings";

/** The message that something composed becomes. Nothing is uploaded, so its medium is a name. */
export function contentOf(composed: Composed): Content {
	switch (composed.kind) {
		case "text":
			return { kind: "text", text: composed.text, mentions: composed.mentions };
		case "link": {
			const { title, link, description, cover } = composed;
			const coverUrl = cover === null ? null : cover.kind === "address" ? cover.url : cover.path;
			return { kind: "link", title, link, description, coverUrl };
		}
		case "attachment": {
			const { kind, path, name } = composed.attachment;
			return kind === "file" ? { kind, url: path, name } : { kind, url: path };
		}
	}
}

const KINDS: [RegExp, AttachmentKind, string][] = [
	[/\.(png|gif|webp)$/i, "image", "image/png"],
	[/\.jpe?g$/i, "image", "image/jpeg"],
	[/\.(mp4|mov)$/i, "video", "video/mp4"],
];

export function fileSeen(path: string): FileSeen {
	const name = path.split(/[/\\]/).at(-1) ?? path;
	const [, kind, mime] = KINDS.find(([ending]) => ending.test(name)) ?? [
		/$/,
		"file",
		"application/octet-stream",
	];
	const program = /\.(exe|bat|cmd|msi)$/i.test(name);
	const problem = program
		? { code: "fileType" as const, message: "a program", retryable: false, requestId: null }
		: null;
	return { path, name, bytes: 184_320, mime, kind, problem };
}
