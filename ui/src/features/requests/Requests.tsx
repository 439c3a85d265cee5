import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands, type ReceivedRequest, type RobotKey } from "@/bindings";
import { RobotFilter } from "@/shared/filters/RobotFilter";
import { useFriendRequests } from "@/shared/host";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { Modal } from "@/shared/ui/Modal";
import { PanelFailed, PanelSkeleton } from "@/shared/ui/PanelState";
import { Segmented } from "@/shared/ui/Segmented";
import { Tick } from "@/shared/ui/Tick";
import { ViewHeader } from "@/shared/ui/ViewHeader";
import { AddByPhone } from "./AddByPhone";
import { keyOf, type RequestFilter, shownRequests, wantsPerson } from "./model";
import { RequestRow } from "./RequestRow";

/** Everybody who asks to become a robot's friend. */
export function Requests() {
	const { t } = useTranslation();
	const reason = useReason();
	const requests = useFriendRequests();
	const [filter, setFilter] = useState<RequestFilter>("waiting");
	const [robot, setRobot] = useState<RobotKey | "">("");
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const [adding, setAdding] = useState(false);
	const [failures, setFailures] = useState<{ count: number; error: unknown } | null>(null);
	const shown = shownRequests(requests.value?.values() ?? [], filter, robot === "" ? null : robot);
	const open = shown.filter(wantsPerson);
	const picked = open.filter((each) => chosen.has(keyOf(each)));

	/** One after the other; what fails is counted, and the others go on. */
	async function each(list: readonly ReceivedRequest[], ask: (request: ReceivedRequest) => Promise<unknown>) {
		setFailures(null);
		const errors: unknown[] = [];
		for (const request of list) {
			try {
				await ask(request);
			} catch (error) {
				errors.push(error);
			}
		}
		setFailures(errors.length === 0 ? null : { count: errors.length, error: errors[0] });
		setChosen((before) => {
			const next = new Set(before);
			for (const request of list) next.delete(keyOf(request));
			return next;
		});
	}
	const accept = (list: readonly ReceivedRequest[]) =>
		each(list, (request) => commands.acceptFriend(request.robotKey, request.request.from));
	const ignore = (list: readonly ReceivedRequest[]) =>
		each(list, (request) => commands.ignoreFriend(request.robotKey, request.request.from));

	function toggle(key: string) {
		setChosen((before) => {
			const next = new Set(before);
			if (!next.delete(key)) next.add(key);
			return next;
		});
	}

	return (
		<section data-testid="requests" aria-label={t("requests.title")} className="flex h-full min-h-0 flex-col">
			<ViewHeader title={t("requests.title")} hint={t("requests.hint")}>
				<Button look="primary" data-testid="add-by-phone" onClick={() => setAdding(true)}>
					<UserPlus size={16} aria-hidden="true" />
					{t("requests.add")}
				</Button>
			</ViewHeader>
			<div className="flex min-h-12 shrink-0 flex-wrap items-center gap-3 border-b border-line px-6 py-2">
				<Segmented
					label={t("requests.filter")}
					value={filter}
					onChange={setFilter}
					segments={[
						{ value: "waiting", label: t("requests.waiting") },
						{ value: "all", label: t("requests.all"), testId: "requests-all" },
					]}
				/>
				<RobotFilter value={robot} onChange={setRobot} className="w-44" />
				{open.length > 0 && (
					<span className="ml-auto flex items-center gap-2">
						{picked.length > 0 && (
							<>
								<Button data-testid="requests-ignore" onClick={() => void ignore(picked)}>
									{t("requests.ignoreChosen", { count: picked.length })}
								</Button>
								<Button look="primary" data-testid="requests-accept" onClick={() => void accept(picked)}>
									{t("requests.acceptChosen", { count: picked.length })}
								</Button>
							</>
						)}
						<Tick
							checked={picked.length === open.length}
							testId="requests-choose-all"
							onChange={(all) => setChosen(all ? new Set(open.map(keyOf)) : new Set())}
						>
							{t("requests.chooseAll")}
						</Tick>
					</span>
				)}
			</div>
			{failures !== null && (
				<ErrorNote className="mx-6 mt-3">
					{t("requests.someFailed", { count: failures.count, reason: reason(failures.error) })}
				</ErrorNote>
			)}
			<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
				{requests.value === undefined ? (
					<div className="mx-auto w-full max-w-[880px] py-2">
						{requests.error === null ? (
							<PanelSkeleton />
						) : (
							<PanelFailed error={requests.error} onRetry={requests.retry} />
						)}
					</div>
				) : shown.length === 0 ? (
					<Empty filter={filter} />
				) : (
					<ul className="mx-auto w-full max-w-[880px] py-2">
						{shown.map((request) => (
							<RequestRow
								key={keyOf(request)}
								request={request}
								chosen={chosen.has(keyOf(request))}
								onToggle={() => toggle(keyOf(request))}
								onAccept={() => void accept([request])}
								onIgnore={() => void ignore([request])}
							/>
						))}
					</ul>
				)}
			</div>
			<Modal open={adding} onOpenChange={setAdding} title={t("requests.addTitle")} className="w-[480px]">
				<AddByPhone onDone={() => setAdding(false)} />
			</Modal>
		</section>
	);
}

function Empty({ filter }: { filter: RequestFilter }) {
	const { t } = useTranslation();
	return (
		<div className="mx-auto max-w-sm px-6 pt-24 text-center">
			<p className="text-message font-medium">
				{t(filter === "waiting" ? "requests.emptyTitle" : "requests.emptyAllTitle")}
			</p>
			<p className="mt-1 text-small leading-5 text-text-2">{t("requests.emptyBody")}</p>
		</div>
	);
}
