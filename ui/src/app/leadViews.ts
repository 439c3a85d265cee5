/**
 * What a team lead looks at, in the order of the desk's own navigation. A new view is one entry here and its words. The
 * rail has one entry for them all: at 1024 × 640 it has no room for more.
 */
import {
	BookOpenCheck,
	ChartNoAxesCombined,
	FolderDown,
	HeartPulse,
	History,
	Hourglass,
	type LucideIcon,
	ShieldCheck,
} from "lucide-react";
import type { ComponentType } from "react";
import { create } from "zustand";
import { Audit } from "@/features/audit/Audit";
import { Export } from "@/features/export/Export";
import { Health } from "@/features/health/Health";
import { Metrics } from "@/features/metrics/Metrics";
import { Waiting } from "@/features/metrics/Waiting";
import { QualityView } from "./lead/QualityView";
import { ReviewView } from "./lead/ReviewView";
import type { ViewProps } from "./views";

export type LeadViewId = "waiting" | "metrics" | "review" | "quality" | "audit" | "health" | "export";

export type LeadView = {
	id: LeadViewId;
	icon: LucideIcon;
	label: `lead.view.${LeadViewId}`;
	component: ComponentType<ViewProps>;
};

export const LEAD_VIEWS: readonly LeadView[] = [
	{ id: "waiting", icon: Hourglass, label: "lead.view.waiting", component: Waiting },
	{ id: "metrics", icon: ChartNoAxesCombined, label: "lead.view.metrics", component: Metrics },
	{ id: "review", icon: BookOpenCheck, label: "lead.view.review", component: ReviewView },
	{ id: "quality", icon: ShieldCheck, label: "lead.view.quality", component: QualityView },
	{ id: "audit", icon: History, label: "lead.view.audit", component: Audit },
	{ id: "health", icon: HeartPulse, label: "lead.view.health", component: Health },
	{ id: "export", icon: FolderDown, label: "lead.view.export", component: Export },
];

/** Which one was open last, so that one comes back from a chat to the same place. */
export const useLeadView = create<{ view: LeadViewId; open: (view: LeadViewId) => void }>((set) => ({
	view: "waiting",
	open: (view) => set({ view }),
}));
