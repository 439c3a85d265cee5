import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ChatKey, commands, type FileSeen } from "@/bindings";
import { onFilesDropped } from "@/shared/host";
import { dataAddress, nameOfPasted } from "./pasted";
import type { Drafts } from "./useDrafts";

/**
 * Brings files into the box of a chat: chosen, pasted or dropped. They go to the chat they were meant for, even if
 * another is open by the time they have been looked at.
 */
export function useAttach(chat: ChatKey, { book, files }: Drafts) {
	const { t } = useTranslation();
	const [busy, setBusy] = useState(0);
	const [error, setError] = useState<unknown>(null);

	const examined = useCallback(
		async (find: () => Promise<{ seen: FileSeen; preview: string | null }[]>) => {
			setBusy((count) => count + 1);
			setError(null);
			try {
				const found = await find();
				for (const { seen, preview } of found) files.learn(seen, preview);
				if (found.length > 0)
					book.attach(
						chat,
						found.map(({ seen: { path, name, kind } }) => ({ path, name, kind })),
					);
			} catch (failure) {
				setError(failure);
			} finally {
				setBusy((count) => count - 1);
			}
		},
		[book, chat, files],
	);

	const addPaths = useCallback(
		(paths: readonly string[]) =>
			examined(() =>
				Promise.all(paths.map(async (path) => ({ seen: await commands.examineFile(path), preview: null }))),
			),
		[examined],
	);

	const addPasted = useCallback(
		(pasted: readonly File[]) =>
			examined(() =>
				Promise.all(
					pasted.map(async (file, index) => {
						const address = await dataAddress(file);
						const base64 = address.slice(address.indexOf(",") + 1);
						const name = nameOfPasted(file, t("sending.pastedImage"), new Date(), index);
						const seen = await commands.examineFile(await commands.keepPasted(name, base64));
						return { seen, preview: file.type.startsWith("image/") ? address : null };
					}),
				),
			),
		[examined, t],
	);

	return { addPaths, addPasted, busy: busy > 0, error };
}

/** Looks at the files of a draft that came from the cache: one may be gone by now. */
export function useSeenFiles(paths: readonly string[], { files }: Drafts) {
	const wanted = paths.filter((path) => !files.all().has(path)).join("\n");
	useEffect(() => {
		for (const path of wanted === "" ? [] : wanted.split("\n"))
			commands.examineFile(path).then(
				(seen) => files.learn(seen),
				// It is shown without a size; sending it will say what is wrong.
				() => undefined,
			);
	}, [wanted, files]);
}

/** Takes what is dropped anywhere in the window. True while files hang over it. */
export function useFileDrop(onDrop: (paths: readonly string[]) => void): boolean {
	const [hovering, setHovering] = useState(false);
	useEffect(() => onFilesDropped({ onHover: setHovering, onDrop }), [onDrop]);
	return hovering;
}
