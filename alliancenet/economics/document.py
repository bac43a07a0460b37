"""A review of economics as one JSON document; money in decimal text, so that no digit is lost."""

import json
from collections.abc import Mapping
from typing import Any

from alliancenet.economics.overview import EconomicsReview
from alliancenet.model.currencies import exact_text
from alliancenet.model.economics import IntervalKind, MoneyLine, PartnerStatement
from alliancenet.model.profit import LossArithmetic

FORMAT = "alliancenet-economics/1"


def to_json(review: EconomicsReview, sections: Mapping[str, Any] | None = None) -> str:
    """The document; the same review gives the same text.

    Parameters
    ----------
    sections : further content by name, as plain data.
    """
    return json.dumps(_document(review) | dict(sections or {}), ensure_ascii=False, indent=1) + "\n"


def _document(review: EconomicsReview) -> dict[str, Any]:
    curve, matrix, money = review.curve, review.matrix, review.currency
    return {
        "format": FORMAT,
        "for": ["analyst", "alliance_manager", "executive"],
        "currency": money,
        "as_of": review.as_of.isoformat(),
        "first_period": review.first,
        "last_period": review.last,
        "partners": [_partner(review, statement) for statement in review.statements],
        "nothing_on_record": list(review.nothing_on_record),
        "whale_curve": {
            "reason": curve.reason or curve.no_percentages,
            "total": _text(curve.total, money) if curve.points else None,
            "peak": curve.peak,
            "peak_partner": curve.peak_partner,
            "peak_bounds": curve.peak_bounds,
            "peak_90_percent_interval": curve.peak_drawn,
            "erosion": curve.erosion,
            "top_20_percent": curve.top_fifth,
            "middle_70_percent": curve.middle,
            "worst_10_percent": curve.worst_tenth,
            "profitable": curve.profitable,
            "profitable_share_of_sales": curve.profitable_sales,
            "loss_ratio": curve.loss_ratio,
            "large_at_ends": curve.large_at_ends,
            "coverage": curve.coverage,
            "points": [
                {
                    "partner": point.partner,
                    "contribution": _text(point.contribution, money),
                    "cumulative": _text(point.cumulative, money),
                    "percent": point.share,
                    "is_told": point.is_told,
                }
                for point in curve.points
            ],
        },
        "matrix": {
            "cost_cut": matrix.cost_cut,
            "margin_cut": matrix.margin_cut,
            "reason": matrix.reason,
            "without_rate": list(matrix.without_rate),
            "unknown": list(matrix.unknown),
            "points": [
                {
                    "partner": point.partner,
                    "cost_to_serve": point.cost,
                    "net_margin": point.margin,
                    "net_sales": _text(point.sales, money),
                    "distance": point.distance,
                    "label": point.label,
                }
                for point in matrix.points
            ],
        },
        "losses": [_loss(loss, money) for loss in review.losses],
        "resources": [
            {
                "resource": use.resource,
                "period": review.names[use.period],
                **{name: _text(getattr(use, name), money) for name in ("cost", "partners", "others", "unused")},
                "practical_minutes": use.practical,
                "used_minutes": use.used,
                "unknown_events": use.unknown_events,
                "over_capacity": use.is_over,
            }
            for use in review.uses
        ],
        "not_assigned": _text(review.unassigned, money),
        "reconciled": review.is_reconciled,
        "remarks": [str(remark) for remark in review.remarks],
    }


def _text(minor: int | None, currency: str) -> str | None:
    return None if minor is None else exact_text(minor, currency)


def _partner(review: EconomicsReview, statement: PartnerStatement) -> dict[str, Any]:
    behaviours = next(found for found in review.behaviours if found.partner == statement.partner)
    return {
        "partner": statement.partner,
        "lines": {name: _line(line, review.currency) for name, line in statement.lines.items()},
        "class": statement.profit.value,
        "documents": statement.documents,
        "over_capacity": statement.over_capacity,
        "labels": list(statement.labels),
        "by_period": [
            {"period": earned.period, "low": earned.low, "contribution": earned.value, "high": earned.high}
            for earned in review.earned[statement.partner]
        ],
        "behaviours": [
            {
                "id": found.id,
                "high": found.is_high,
                "seen": found.seen,
                "cost": _text(found.cost, review.currency),
                "above_median": _text(found.above_median, review.currency),
            }
            for found in behaviours.behaviours
        ],
    }


def _line(line: MoneyLine, currency: str) -> dict[str, Any]:
    has_range = line.kind in (IntervalKind.BOUNDS, IntervalKind.EXACT)
    return {
        "value": _text(line.value, currency),
        "low": _text(line.low, currency) if has_range else None,
        "high": _text(line.high, currency) if has_range else None,
        "interval": line.kind.value,
        "state": "ok" if line.value is not None else "not_enough_evidence",
        "reason": line.reason,
    }


def _loss(loss: LossArithmetic, currency: str) -> dict[str, Any]:
    stop = loss.stop
    return {
        "partner": loss.partner,
        "price": loss.price,
        "cost_removed": loss.cost_removed,
        "surcharge": _text(loss.surcharge, currency),
        "surcharge_on": loss.surcharge_on,
        "minimum_order": _text(loss.minimum_order, currency),
        "no_order_size": loss.no_order_size,
        "whose": loss.whose,
        "stopping": None
        if stop is None
        else {
            "years": stop.years,
            **{
                name: _text(getattr(stop, name), currency)
                for name in ("value", "none_avoided", "all_avoided", "stranded")
            },
        },
    }
