import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type GroupCard, type GroupDownload } from "@/bindings";
import type { Entry } from "@/shared/directory/entries";
import { pickWhereToSave, useRobots } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { oneLine } from "@/shared/text/plain";
import { Button } from "@/shared/ui/Button";
import { Choice } from "@/shared/ui/Choice";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Segmented } from "@/shared/ui/Segmented";
import { TextField } from "@/shared/ui/TextField";
import { Tick } from "@/shared/ui/Tick";
import { GroupPicker } from "./GroupPicker";
import { isMembersRange, memberBound, pathOfGroup } from "./tools";

type Mode = GroupDownload["kind"];
type YesNo = "any" | "yes" | "no";

/** An Excel list that the platform makes: of chosen groups of one robot, or of whatever fits (Q52). Spec 2.5. */
export function DownloadGroups({ card, onDone }: { card: GroupCard; onDone: () => void }) {
	const { t } = useTranslation();
	const reason = useReason();
	const robots = [...useRobots().values()];
	const { robotKey, id, name } = card.group;
	const [mode, setMode] = useState<Mode>("chosen");
	const [chosen, setChosen] = useState<ReadonlyMap<string, Entry>>(new Map());
	const [withThis, setWithThis] = useState(true);
	const [keys, setKeys] = useState<ReadonlySet<string>>(new Set([robotKey]));
	const [part, setPart] = useState("");
	const [live, setLive] = useState<YesNo>("yes");
	const [external, setExternal] = useState<YesNo>("any");
	const [least, setLeast] = useState("");
	const [most, setMost] = useState("");
	const saving = useMutation({
		mutationFn: async () => {
			const path = await pickWhereToSave(`${t("groupTools.fileName")}.xlsx`, "sheet", "Excel");
			return path === null ? null : commands.downloadGroups(download(), path);
		},
	});
	const picked = [...(withThis ? [id] : []), ...[...chosen.values()].map((entry) => entry.id)];
	const ready = mode === "chosen" ? picked.length > 0 : keys.size > 0 && isMembersRange(least, most);

	function download(): GroupDownload {
		const said = (answer: YesNo) => (answer === "any" ? null : answer === "yes");
		if (mode === "chosen") return { kind: "chosen", robotKey, groups: picked };
		return {
			kind: "matching",
			robotKeys: [...keys],
			isLive: said(live),
			ownerName: null,
			owner: null,
			name: part.trim() || null,
			atLeastMembers: memberBound(least),
			atMostMembers: memberBound(most),
			isExternal: said(external),
			order: "name",
		};
	}

	const yesNo = (yes: string, no: string) => [
		{ value: "any" as const, label: t("groupTools.any") },
		{ value: "yes" as const, label: yes },
		{ value: "no" as const, label: no },
	];

	return (
		<div data-testid="download-groups" className="mt-2 flex flex-col gap-3">
			<p className="text-small text-text-2">{t("groupTools.downloadHint")}</p>
			<Segmented
				label={t("groupTools.mode")}
				value={mode}
				onChange={setMode}
				segments={[
					{ value: "chosen", label: t("groupTools.modeChosen") },
					{ value: "matching", label: t("groupTools.modeMatching"), testId: "download-matching" },
				]}
			/>
			{mode === "chosen" ? (
				<>
					<Tick checked={withThis} onChange={setWithThis}>
						{t("groupTools.thisGroup", { group: oneLine(name) || t("group.unnamed") })}
					</Tick>
					<GroupPicker robot={robotKey} without={pathOfGroup(card)} chosen={chosen} onChange={setChosen} />
				</>
			) : (
				<>
					<fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
						<legend className="mb-1 text-small text-text-2">{t("groupTools.robots")}</legend>
						{robots.map(({ robot }) => (
							<Tick
								key={robot.key}
								checked={keys.has(robot.key)}
								onChange={(on) =>
									setKeys((before) => {
										const next = new Set(before);
										if (on) next.add(robot.key);
										else next.delete(robot.key);
										return next;
									})
								}
							>
								{oneLine(robot.name)}
							</Tick>
						))}
					</fieldset>
					<TextField
						label={t("groupTools.namePart")}
						value={part}
						onChange={(event) => setPart(event.target.value)}
					/>
					<div className="grid grid-cols-2 gap-3">
						<TextField
							type="number"
							min={0}
							label={t("groupTools.least")}
							value={least}
							onChange={(event) => setLeast(event.target.value)}
						/>
						<TextField
							type="number"
							min={0}
							label={t("groupTools.most")}
							value={most}
							onChange={(event) => setMost(event.target.value)}
						/>
						<Choice
							label={t("contacts.live")}
							value={live}
							onChange={setLive}
							options={yesNo(t("contacts.liveOnly"), t("contacts.liveLeft"))}
						/>
						<Choice
							label={t("groupTools.external")}
							value={external}
							onChange={setExternal}
							options={yesNo(t("group.external"), t("group.internal"))}
						/>
					</div>
				</>
			)}
			{saving.isError && (
				<ErrorNote>{t("groupTools.downloadFailed", { reason: reason(saving.error) })}</ErrorNote>
			)}
			{saving.data && (
				<p
					role="status"
					className="selectable rounded-control bg-accent-weak px-3 py-2 text-base [overflow-wrap:anywhere]"
				>
					{t("groupTools.saved", { path: saving.data.path })}
				</p>
			)}
			<div className="flex justify-end gap-2">
				<Button onClick={onDone}>{t("panel.close")}</Button>
				<Button
					look="primary"
					data-testid="download-save"
					disabled={!ready || saving.isPending}
					onClick={() => saving.mutate()}
				>
					{t(saving.isPending ? "groupTools.downloading" : "groupTools.download")}
				</Button>
			</div>
		</div>
	);
}
