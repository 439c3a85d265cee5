/** The form of a link card. Pure. */
import type { LinkCard } from "@/bindings";
import { webAddress } from "@/shared/text/links";

export type LinkForm = {
	readonly title: string;
	readonly link: string;
	readonly description: string;
	readonly cover: "none" | "address" | "file";
	readonly coverUrl: string;
	readonly coverPath: string;
};

export const EMPTY_LINK: LinkForm = {
	title: "",
	link: "",
	description: "",
	cover: "none",
	coverUrl: "",
	coverPath: "",
};

export function formOf({ title, link, description, cover }: LinkCard): LinkForm {
	return {
		title,
		link,
		description,
		cover: cover?.kind ?? "none",
		coverUrl: cover?.kind === "address" ? cover.url : "",
		coverPath: cover?.kind === "file" ? cover.path : "",
	};
}

export type LinkProblem = "title" | "link" | "coverUrl" | "coverPath";

/** The first thing that is missing or wrong. */
export function problemOf(form: LinkForm): LinkProblem | null {
	if (form.title.trim() === "") return "title";
	if (webAddress(form.link.trim()) === null) return "link";
	if (form.cover === "address" && webAddress(form.coverUrl.trim()) === null) return "coverUrl";
	return form.cover === "file" && form.coverPath === "" ? "coverPath" : null;
}

export function cardOf(form: LinkForm): LinkCard {
	return {
		title: form.title.trim(),
		link: form.link.trim(),
		description: form.description.trim(),
		cover:
			form.cover === "address"
				? { kind: "address", url: form.coverUrl.trim() }
				: form.cover === "file"
					? { kind: "file", path: form.coverPath }
					: null,
	};
}

/** The last part of a path, as systems of either kind write it. */
export function fileNameIn(path: string): string {
	return path.split(/[\\/]/).at(-1) ?? path;
}
