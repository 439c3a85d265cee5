import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SavedView } from "@/bindings";
import { useReason } from "@/shared/i18n/useReason";
import { Button } from "@/shared/ui/Button";
import { ErrorNote } from "@/shared/ui/ErrorNote";
import { IconButton } from "@/shared/ui/IconButton";
import type { Inbox } from "./useInbox";
import { useViewName } from "./useViewName";

const INPUT =
	"selectable h-7 min-w-0 flex-1 rounded-control border border-line bg-surface-3 px-2 text-base text-text-1 hover:border-text-3 focus:border-accent focus:outline-1 focus:outline-offset-0 focus:outline-accent";

const LONGEST_NAME = 40;

/** Keeps the filter as it is now: in its view, or in a new one. */
export function SaveView({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const nameOf = useViewName();
	const [name, setName] = useState("");
	const { chosen, filter, views } = inbox;
	if (!inbox.isChanged || chosen === undefined) return null;

	function add(event: FormEvent) {
		event.preventDefault();
		if (name.trim() === "") return;
		const view = { id: crypto.randomUUID(), name: name.trim(), filter };
		inbox.saveViews([...views, view]);
		inbox.choose(view);
		setName("");
	}

	return (
		<div className="flex flex-col gap-2 rounded-control bg-surface-1 p-2">
			<form onSubmit={add} className="flex gap-1.5">
				<input
					value={name}
					maxLength={LONGEST_NAME}
					onChange={(event) => setName(event.target.value)}
					aria-label={t("inbox.viewName")}
					placeholder={t("inbox.saveAs")}
					className={INPUT}
				/>
				<Button size="small" className="h-7" type="submit" look="primary" disabled={name.trim() === ""}>
					{t("inbox.save")}
				</Button>
			</form>
			<div className="flex flex-wrap gap-1.5">
				<Button
					size="small"
					className="max-w-full"
					onClick={() =>
						inbox.saveViews(views.map((view) => (view.id === chosen.id ? { ...view, filter } : view)))
					}
				>
					<span className="truncate">{t("inbox.saveToView", { name: nameOf(chosen) })}</span>
				</Button>
				<Button size="small" look="quiet" onClick={() => inbox.choose(chosen)}>
					{t("inbox.reset")}
				</Button>
			</div>
		</div>
	);
}

/** The views in their order: renamed in place, moved, deleted. */
export function ViewsEditor({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const reason = useReason();
	const nameOf = useViewName();
	const { views, saveViews } = inbox;

	function move(index: number, step: 1 | -1) {
		const next = [...views];
		const [view] = next.splice(index, 1);
		if (view !== undefined) saveViews(next.toSpliced(index + step, 0, view));
	}
	function rename(view: SavedView, name: string) {
		const given = name.trim();
		if (given === nameOf(view)) return;
		saveViews(views.map((each) => (each.id === view.id ? { ...each, name: given } : each)));
	}

	return (
		<section className="border-t border-line pt-3">
			<h3 className="mb-1 text-small text-text-2">{t("inbox.views")}</h3>
			<ul className="flex flex-col gap-0.5">
				{views.map((view, index) => {
					const name = nameOf(view);
					return (
						<li key={view.id} className="flex items-center gap-0.5">
							<input
								key={name}
								defaultValue={name}
								maxLength={LONGEST_NAME}
								aria-label={t("inbox.viewRename", { name })}
								onBlur={(event) => rename(view, event.target.value)}
								onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
								className={`${INPUT} border-transparent bg-transparent`}
							/>
							<IconButton
								label={t("inbox.viewUp", { name })}
								size={24}
								disabled={index === 0}
								onClick={() => move(index, -1)}
							>
								<ArrowUp size={14} />
							</IconButton>
							<IconButton
								label={t("inbox.viewDown", { name })}
								size={24}
								disabled={index === views.length - 1}
								onClick={() => move(index, 1)}
							>
								<ArrowDown size={14} />
							</IconButton>
							<IconButton
								label={t("inbox.viewDelete", { name })}
								size={24}
								disabled={views.length === 1}
								onClick={() => saveViews(views.filter((each) => each.id !== view.id))}
							>
								<Trash2 size={14} />
							</IconButton>
						</li>
					);
				})}
			</ul>
			<Button size="small" look="quiet" className="-ml-1 mt-1" onClick={() => saveViews([])}>
				{t("inbox.viewsReset")}
			</Button>
			{inbox.viewsFailed !== null && (
				<ErrorNote className="mt-2">
					{t("inbox.viewsFailed", { reason: reason(inbox.viewsFailed) })}
				</ErrorNote>
			)}
		</section>
	);
}
