import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type GroupCard, type SettingsModule } from "@/bindings";
import { EntryFace, EntryRobot } from "@/shared/directory/EntryFace";
import type { Entry } from "@/shared/directory/entries";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Tick } from "@/shared/ui/Tick";
import { GroupPicker } from "./GroupPicker";
import { byRobot, MODULES, pathOfGroup } from "./tools";

/** This group's automatic replies take the place of other groups'. Chosen, looked at, then done. Spec 2.9. */
export function CopySettings({ card, onDone }: { card: GroupCard; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const { robotKey, id, name } = card.group;
	const [modules, setModules] = useState<ReadonlySet<SettingsModule>>(new Set());
	const [chosen, setChosen] = useState<ReadonlyMap<string, Entry>>(new Map());
	const [previewed, setPreviewed] = useState(false);
	const [seen, setSeen] = useState(false);
	const wanted = MODULES.filter((each) => modules.has(each));
	const copying = useMutation({
		mutationFn: () =>
			commands.copyGroupSettings({
				fromRobot: robotKey,
				fromGroup: id,
				modules: wanted,
				to: byRobot(chosen.values()),
			}),
	});

	if (copying.isSuccess) {
		return (
			<div className="mt-2 flex flex-col gap-4">
				<p role="status" className="text-base">
					{t("groupTools.copied", { count: chosen.size })}
				</p>
				<Button className="self-end" onClick={onDone}>
					{t("panel.close")}
				</Button>
			</div>
		);
	}
	if (previewed) {
		return (
			<div data-testid="copy-preview" className="mt-2 flex flex-col gap-3">
				<p className="text-base [overflow-wrap:anywhere]">
					{t("groupTools.copyPreview", {
						group: oneLine(name) || t("group.unnamed"),
						what: wanted.map((each) => t(`groupTools.module.${each}`)).join(" · "),
						count: chosen.size,
					})}
				</p>
				<ul className="max-h-56 overflow-y-auto rounded-control border border-line p-1">
					{[...chosen.values()].map((entry) => (
						<li key={entry.path} className="flex h-8 items-center gap-3 px-2">
							<EntryFace entry={entry} size={20} />
							<span className="w-28 min-w-0 shrink-0">
								<EntryRobot entry={entry} />
							</span>
						</li>
					))}
				</ul>
				<Tick checked={seen} onChange={setSeen} testId="copy-consent">
					{t("groupTools.copyConsent", { count: chosen.size })}
				</Tick>
				{copying.isError && (
					<ErrorNote>{t("groupTools.copyFailed", { reason: reason(copying.error) })}</ErrorNote>
				)}
				<div className="flex justify-end gap-2">
					<Button
						onClick={() => {
							setPreviewed(false);
							setSeen(false);
						}}
					>
						{t("group.announceBack")}
					</Button>
					<Button
						look="danger"
						data-testid="copy-confirm"
						disabled={!seen || copying.isPending}
						onClick={() => copying.mutate()}
					>
						{t("groupTools.copyConfirm", { count: chosen.size })}
					</Button>
				</div>
			</div>
		);
	}
	return (
		<div data-testid="copy-settings" className="mt-2 flex flex-col gap-3">
			<p className="text-small text-text-2">{t("groupTools.copyHint")}</p>
			<fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
				<legend className="mb-1 text-small text-text-2">{t("groupTools.modules")}</legend>
				{MODULES.map((each) => (
					<Tick
						key={each}
						checked={modules.has(each)}
						testId={`module-${each}`}
						onChange={(on) =>
							setModules((before) => {
								const next = new Set(before);
								if (on) next.add(each);
								else next.delete(each);
								return next;
							})
						}
					>
						{t(`groupTools.module.${each}`)}
					</Tick>
				))}
			</fieldset>
			<GroupPicker robot={null} without={pathOfGroup(card)} chosen={chosen} onChange={setChosen} />
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.cancel")}</Button>
				<Button
					look="primary"
					data-testid="copy-next"
					disabled={wanted.length === 0 || chosen.size === 0}
					onClick={() => setPreviewed(true)}
				>
					{t("group.announceNext")}
				</Button>
			</div>
		</div>
	);
}
