import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAllTags } from "@/shared/directory/useAllTags";
import { chatPath, useDesk, useRobots } from "@/shared/host";
import { Button } from "@/shared/ui/Button";
import { Segmented } from "@/shared/ui/Segmented";
import { TextField } from "@/shared/ui/TextField";
import { agentsOf, chatsNamed, type Form, nameOfChat, toggled } from "./model";

/** Names shown for what was typed; whoever types more finds the rest. */
const MOST_FOUND = 8;

type Props = { form: Form; onChange: (part: Partial<Form>) => void };

/** Which chats and which days. What is not chosen leaves nothing out. */
export function ScopeFields({ form, onChange }: Props) {
	const { t } = useTranslation();
	const robots = useRobots();
	const chats = useDesk((desk) => desk.chats);
	const tags = useAllTags();
	const agents = agentsOf(chats.values());
	return (
		<>
			<div className="flex flex-wrap items-end gap-3">
				<TextField
					type="date"
					label={t("export.since")}
					value={form.since}
					max={form.until === "" ? undefined : form.until}
					data-testid="export-since"
					onChange={(event) => onChange({ since: event.target.value })}
				/>
				<TextField
					type="date"
					label={t("export.until")}
					value={form.until}
					min={form.since === "" ? undefined : form.since}
					data-testid="export-until"
					onChange={(event) => onChange({ until: event.target.value })}
				/>
				<Segmented
					label={t("export.kind")}
					value={form.kind}
					onChange={(kind) => onChange({ kind })}
					segments={[
						{ value: "all", label: t("export.kindAll") },
						{ value: "single", label: t("export.kindSingle"), testId: "export-single" },
						{ value: "group", label: t("export.kindGroup") },
					]}
				/>
			</div>
			<Several
				label={t("export.robots")}
				options={[...robots.values()].map(({ robot }) => ({ value: robot.key, label: robot.name }))}
				chosen={form.robots}
				onToggle={(robot) => onChange({ robots: toggled(form.robots, robot) })}
			/>
			<Several
				label={t("export.agents")}
				options={agents.map((agent) => ({ value: agent, label: agent }))}
				chosen={form.agents}
				onToggle={(agent) => onChange({ agents: toggled(form.agents, agent) })}
			/>
			<Several
				label={t("export.tags")}
				options={tags.map(({ tag }) => ({ value: tag.id, label: tag.name }))}
				chosen={form.tags}
				onToggle={(tag) => onChange({ tags: toggled(form.tags, tag) })}
			/>
			<Chats form={form} onChange={onChange} />
		</>
	);
}

type Option = { value: string; label: string };
type SeveralProps = {
	label: string;
	options: readonly Option[];
	chosen: readonly string[];
	onToggle: (value: string) => void;
};

/** Any number of a few. */
function Several({ label, options, chosen, onToggle }: SeveralProps): ReactNode {
	if (options.length === 0) return null;
	return (
		<fieldset className="flex max-h-28 flex-wrap gap-1.5 overflow-y-auto">
			<legend className="mb-1 text-small text-text-2">{label}</legend>
			{options.map((option) => (
				<Button
					key={option.value}
					size="small"
					look={chosen.includes(option.value) ? "primary" : "outline"}
					aria-pressed={chosen.includes(option.value)}
					onClick={() => onToggle(option.value)}
				>
					<span className="bidi-isolate max-w-48 truncate">{option.label}</span>
				</Button>
			))}
		</fieldset>
	);
}

/** Chats by name, for whoever wants only a few. */
function Chats({ form, onChange }: Props) {
	const { t } = useTranslation();
	const chats = useDesk((desk) => desk.chats);
	const [text, setText] = useState("");
	const chosen = new Set(form.chats.map(chatPath));
	const found = chatsNamed(chats.values(), text, MOST_FOUND + chosen.size)
		.filter((chat) => !chosen.has(chatPath(chat.key)))
		.slice(0, MOST_FOUND);
	return (
		<fieldset className="flex flex-col gap-1.5">
			<legend className="mb-1 text-small text-text-2">{t("export.chats")}</legend>
			{form.chats.length > 0 && (
				<div className="flex flex-wrap gap-1.5">
					{form.chats.map((key) => {
						const row = chats.get(chatPath(key));
						const name = row === undefined ? key.chatUser : nameOfChat(row);
						return (
							<Button
								key={chatPath(key)}
								size="small"
								look="primary"
								aria-label={t("export.chatsRemove", { name })}
								onClick={() => onChange({ chats: form.chats.filter((each) => each !== key) })}
							>
								<span className="bidi-isolate max-w-48 truncate">{name}</span>
								<X size={12} aria-hidden="true" />
							</Button>
						);
					})}
				</div>
			)}
			<TextField
				label={t("export.chatsFind")}
				value={text}
				data-testid="export-chats"
				className="max-w-80"
				onChange={(event) => setText(event.target.value)}
			/>
			{found.length > 0 && (
				<div className="flex flex-wrap gap-1.5">
					{found.map((row) => (
						<Button
							key={chatPath(row.key)}
							size="small"
							aria-pressed={false}
							onClick={() => {
								onChange({ chats: [...form.chats, row.key] });
								setText("");
							}}
						>
							<span className="bidi-isolate max-w-48 truncate">{nameOfChat(row)}</span>
						</Button>
					))}
				</div>
			)}
		</fieldset>
	);
}
