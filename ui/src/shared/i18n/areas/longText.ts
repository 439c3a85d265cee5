/** Texts that are shown a part at a time. */
export const longTextZhCN = {
	more: "展开更多（还有 {{count}} 字）",
} as const;

export const longTextEn = {
	more: "Show more ({{count}} characters left)",
};
