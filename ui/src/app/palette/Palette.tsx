import { Dialog } from "@base-ui/react/dialog";
import { Search as SearchIcon } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { chatAvatar, jumpToChat, useDesk, useRobots } from "@/shared/host";
import { usePinyin } from "@/shared/text/pinyin";
import { oneLine } from "@/shared/text/plain";
import { Avatar } from "@/shared/ui/Avatar";
import { classes } from "@/shared/ui/classes";
import { Kbd } from "@/shared/ui/Kbd";
import { type Command, matchingChats, matchingCommands } from "./model";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; commands: readonly Command[] };

/** Goes to a chat or does what a command says, by a few letters. The field keeps the focus; the arrows choose. */
export function Palette({ open, onOpenChange, commands }: Props) {
	const { t } = useTranslation();
	// Each opening begins empty, even while the last one is still fading away.
	const [opening, setOpening] = useState({ open, number: 0 });
	if (opening.open !== open) setOpening({ open, number: opening.number + (open ? 1 : 0) });
	return (
		<Dialog.Root open={open} onOpenChange={onOpenChange}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-[closed]:pointer-events-none data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
				<Dialog.Popup
					data-testid="palette"
					className="popup-motion fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[560px] max-w-[calc(100vw-48px)] -translate-x-1/2 flex-col overflow-hidden rounded-card bg-surface-3 shadow-float outline-none data-[closed]:pointer-events-none"
				>
					<Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
					<Chooser key={opening.number} commands={commands} onDone={() => onOpenChange(false)} />
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

function Chooser({ commands, onDone }: { commands: readonly Command[]; onDone: () => void }) {
	const { t } = useTranslation();
	const id = useId();
	const [query, setQuery] = useState("");
	const [active, setActive] = useState(0);
	const list = useRef<HTMLDivElement>(null);
	const chats = useDesk((desk) => desk.chats);
	const robots = useRobots();
	const matches = usePinyin(/[a-z]/i.test(query));
	const foundChats = matchingChats(chats.values(), query, matches);
	const foundCommands = matchingCommands(commands, query, matches);
	const count = foundChats.length + foundCommands.length;
	const at = Math.min(active, count - 1);

	useEffect(() => {
		list.current?.querySelector(`[id="${id} ${at}"]`)?.scrollIntoView({ block: "nearest" });
	}, [id, at]);

	function choose(index: number) {
		const row = foundChats[index];
		const command = foundCommands[index - foundChats.length];
		onDone();
		// The dialog gives the focus back first.
		requestAnimationFrame(() => {
			if (row) jumpToChat(row.key);
			else command?.run(query.trim());
		});
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.nativeEvent.isComposing) return;
		const steps: Record<string, number> = {
			ArrowDown: at + 1,
			ArrowUp: at - 1 + count,
			Home: 0,
			End: count - 1,
		};
		const next = steps[event.key];
		if (next !== undefined && count > 0) {
			event.preventDefault();
			setActive(next % count);
		} else if (event.key === "Enter" && at >= 0) {
			event.preventDefault();
			choose(at);
		}
	}

	const option = (index: number) => ({
		id: `${id} ${index}`,
		role: "option",
		"aria-selected": index === at,
		tabIndex: -1,
		onPointerMove: () => setActive(index),
		onClick: () => choose(index),
		className: classes(
			"flex h-10 w-full cursor-default items-center gap-3 rounded-control px-3 text-left text-base text-text-1",
			index === at && "bg-selection",
		),
	});

	return (
		<>
			<div className="relative shrink-0 border-b border-line">
				<SearchIcon
					size={18}
					aria-hidden="true"
					className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-text-3"
				/>
				<input
					// biome-ignore lint/a11y/noAutofocus: the palette is nothing but this field.
					autoFocus
					type="text"
					role="combobox"
					aria-expanded="true"
					aria-controls={`${id} list`}
					aria-activedescendant={at >= 0 ? `${id} ${at}` : undefined}
					aria-label={t("palette.title")}
					placeholder={t("palette.placeholder")}
					autoComplete="off"
					spellCheck={false}
					maxLength={200}
					data-testid="palette-field"
					value={query}
					onChange={(event) => {
						setQuery(event.target.value);
						setActive(0);
					}}
					onKeyDown={onKeyDown}
					className="selectable h-12 w-full bg-transparent pr-4 pl-11 text-message text-text-1 outline-none"
				/>
			</div>
			<div
				ref={list}
				id={`${id} list`}
				role="listbox"
				aria-label={t("palette.title")}
				className="min-h-0 overflow-y-auto overscroll-contain p-2"
			>
				{foundChats.length > 0 && <Heading>{t("palette.chats")}</Heading>}
				{foundChats.map((row, index) => (
					<button type="button" key={`${row.key.robotKey}/${row.key.chatUser}`} {...option(index)}>
						<Avatar
							name={row.remark ?? row.name}
							seed={row.key.chatUser}
							source={chatAvatar(row)}
							size={20}
						/>
						<span className="min-w-0 flex-1 truncate">{oneLine(row.remark ?? row.name)}</span>
						<span className="max-w-40 truncate text-small text-text-3">
							{oneLine(robots.get(row.key.robotKey)?.robot.name ?? "")}
						</span>
					</button>
				))}
				{foundCommands.length > 0 && <Heading>{t("palette.commands")}</Heading>}
				{foundCommands.map((command, index) => (
					<button type="button" key={command.id} {...option(foundChats.length + index)}>
						<command.icon size={18} aria-hidden="true" className="text-text-3" />
						<span className="min-w-0 flex-1 truncate">{command.label(query.trim())}</span>
						{command.keys !== undefined && <Kbd keys={command.keys} />}
					</button>
				))}
				{count === 0 && (
					<p role="status" className="px-3 py-6 text-center text-base text-text-2">
						{t("palette.nothing")}
					</p>
				)}
			</div>
		</>
	);
}

function Heading({ children }: { children: string }) {
	return (
		<p aria-hidden="true" className="px-3 pt-2 pb-1 text-small text-text-3">
			{children}
		</p>
	);
}
