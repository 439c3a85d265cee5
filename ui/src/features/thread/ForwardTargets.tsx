import { UsersRound } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatRow } from "@/bindings";
import { SearchField } from "@/shared/directory/SearchField";
import { chatAvatar, chatPath } from "@/shared/host";
import { asPinyin, plainMatches, useSpelling } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { Tick } from "@/shared/ui/Tick";

/** More than anybody looks through; typing finds the others. */
const MOST_SHOWN = 80;

type Props = {
	rows: readonly ChatRow[];
	chosen: ReadonlySet<string>;
	onToggle: (row: ChatRow) => void;
};

/** The chats a robot can forward to, found by typing. Who was chosen stays so, whatever is searched for next. */
export function ForwardTargets({ rows, chosen, onToggle }: Props) {
	const { t } = useTranslation();
	const [query, setQuery] = useState("");
	const text = useDeferredValue(query.trim());
	const spelling = useSpelling(text, () => rows.flatMap(namesOf));
	const found = useMemo(() => {
		const letters = asPinyin(text);
		const fits = (name: string) =>
			plainMatches(name, text) || (letters !== null && (spelling?.(name, letters) ?? false));
		return text === "" ? rows : rows.filter((row) => namesOf(row).some(fits));
	}, [rows, text, spelling]);
	const hidden = found.length - MOST_SHOWN;
	return (
		<div className="flex flex-col gap-1.5">
			<SearchField label={t("forwarding.search")} value={query} onChange={setQuery} testId="forward-search" />
			<div className="h-72 overflow-y-auto rounded-control border border-line p-1">
				<ul aria-label={t("forwarding.chats")}>
					{found.slice(0, MOST_SHOWN).map((row) => (
						<Target
							key={chatPath(row.key)}
							row={row}
							isChosen={chosen.has(row.key.chatUser)}
							onToggle={onToggle}
						/>
					))}
				</ul>
				{found.length === 0 && (
					<p className="p-2 text-small text-text-2">
						{text === "" ? t("forwarding.noChats") : t("forwarding.none", { query: text })}
					</p>
				)}
				{hidden > 0 && (
					<p className="p-2 text-small text-text-3">{t("forwarding.more", { count: hidden })}</p>
				)}
			</div>
		</div>
	);
}

function namesOf(row: ChatRow): string[] {
	return row.remark === null ? [oneLine(row.name)] : [oneLine(row.remark), oneLine(row.name)];
}

type TargetProps = { row: ChatRow; isChosen: boolean; onToggle: (row: ChatRow) => void };

function Target({ row, isChosen, onToggle }: TargetProps) {
	return (
		<li className="flex h-9 items-center rounded-control px-2 hover:bg-hover">
			<span className="min-w-0 flex-1">
				<Tick checked={isChosen} testId={`forward-to-${row.key.chatUser}`} onChange={() => onToggle(row)}>
					<TargetName row={row} />
				</Tick>
			</span>
		</li>
	);
}

/** A chat as one line: its picture, the name one knows it by, and its own. */
export function TargetName({ row }: { row: ChatRow }) {
	const { t } = useTranslation();
	const [name, own] = namesOf(row);
	return (
		<span className="flex min-w-0 items-center gap-2">
			<Avatar name={name ?? ""} seed={row.key.chatUser} source={chatAvatar(row)} size={20} />
			<span className="bidi-isolate min-w-0 truncate">{name}</span>
			{own !== undefined && own !== name && (
				<span className="bidi-isolate min-w-0 truncate text-small text-text-3">{own}</span>
			)}
			{row.kind === "group" && (
				<UsersRound size={12} aria-label={t("forwarding.group")} className="text-text-3" />
			)}
		</span>
	);
}
