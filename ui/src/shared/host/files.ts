/** Files of this machine, as they come into the window: chosen in a dialog of the system, or dropped. */
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";

/** What a dialog offers to choose. */
export type FileSort = "any" | "image" | "video" | "replies" | "sheet" | "bundle";
export type Picked = readonly string[];

const ENDINGS: Record<Exclude<FileSort, "any">, string[]> = {
	image: ["png", "jpg", "jpeg", "gif", "webp", "bmp"],
	video: ["mp4", "mov", "m4v"],
	replies: ["csv", "json"],
	sheet: ["xlsx", "xls"],
	bundle: ["zip"],
};

/** Lets the person choose files; none if the dialog was closed. `name` is what the dialog calls the sort. */
export async function pickFiles(sort: FileSort, name: string, multiple = true): Promise<Picked> {
	const filters = sort === "any" ? [] : [{ name, extensions: ENDINGS[sort] }];
	const chosen = await open({ multiple, filters, directory: false });
	if (chosen === null) return [];
	return Array.isArray(chosen) ? chosen : [chosen];
}

/** Lets the person choose where a file goes; null if the dialog was closed. */
export function pickWhereToSave(fileName: string, sort: FileSort, name: string) {
	const filters = sort === "any" ? [] : [{ name, extensions: ENDINGS[sort] }];
	return save({ defaultPath: fileName, filters });
}

/** Lets the person choose a folder; null if the dialog was closed. */
export async function pickFolder(title: string): Promise<string | null> {
	const chosen = await open({ directory: true, multiple: false, title });
	return typeof chosen === "string" ? chosen : null;
}

export type DropHandler = {
	/** Files hang over the window, or no longer do. */
	onHover: (hovering: boolean) => void;
	onDrop: (paths: readonly string[]) => void;
};

/**
 * Tells of files that are dropped into the window. The system hands over paths, which the page itself never
 * gets to see. Returns how to stop.
 */
export function onFilesDropped({ onHover, onDrop }: DropHandler): () => void {
	let stopped = false;
	const listening = getCurrentWebview().onDragDropEvent(({ payload }) => {
		if (stopped) return;
		if (payload.type === "enter") onHover(payload.paths.length > 0);
		if (payload.type === "leave") onHover(false);
		if (payload.type === "drop") {
			onHover(false);
			if (payload.paths.length > 0) onDrop(payload.paths);
		}
	});
	return () => {
		stopped = true;
		void listening.then((stop) => stop());
	};
}
