/**
 * What a team lead looks at, in the order of the desk's own navigation. A new view is one entry here and its words. The
 * rail has one entry for them all: at 1024 × 640 it has no room for more.
 */
import { BookOpenCheck, type LucideIcon, ShieldCheck } from "lucide-react";
import type { ComponentType } from "react";
import { create } from "zustand";
import { QualityView } from "./lead/QualityView";
import { ReviewView } from "./lead/ReviewView";
import type { ViewProps } from "./views";

export type LeadViewId = "review" | "quality";

export type LeadView = {
	id: LeadViewId;
	icon: LucideIcon;
	label: `lead.view.${LeadViewId}`;
	component: ComponentType<ViewProps>;
};

export const LEAD_VIEWS: readonly LeadView[] = [
	{ id: "review", icon: BookOpenCheck, label: "lead.view.review", component: ReviewView },
	{ id: "quality", icon: ShieldCheck, label: "lead.view.quality", component: QualityView },
];

/** Which one was open last, so that one comes back from a chat to the same place. */
export const useLeadView = create<{ view: LeadViewId; open: (view: LeadViewId) => void }>((set) => ({
	view: "review",
	open: (view) => set({ view }),
}));
