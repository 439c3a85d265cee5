/** What the clipboard brings. */

/** The files of a paste. A text that comes with a picture of itself, as from a spreadsheet, is a text. */
export function filesOf(clipboard: Pick<DataTransfer, "files" | "types"> | null): File[] {
	if (clipboard === null) return [];
	const files = [...clipboard.files];
	const onlyPictures = files.every((file) => file.type.startsWith("image/"));
	return onlyPictures && clipboard.types.includes("text/plain") ? [] : files;
}

/** Pictures from the clipboard all have the same name, or none: the time tells them apart. */
export function nameOfPasted(file: File, word: string, now: Date, index: number): string {
	if (file.name !== "" && !/^image\.\w+$/.test(file.name)) return file.name;
	const pad = (value: number) => String(value).padStart(2, "0");
	const day = `${now.getFullYear()}${pad(now.getMonth() + 1)}${pad(now.getDate())}`;
	const time = `${pad(now.getHours())}${pad(now.getMinutes())}${pad(now.getSeconds())}`;
	const ending = /^image\/(\w+)/.exec(file.type)?.[1]?.replace("jpeg", "jpg") ?? "bin";
	return `${word}-${day}-${time}${index === 0 ? "" : `-${index + 1}`}.${ending}`;
}

/** A file as a `data:` address. */
export function dataAddress(file: File): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => reject(reader.error ?? new Error(file.name));
		reader.readAsDataURL(file);
	});
}
