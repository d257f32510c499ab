"""Deeds on artwork and proofs."""

from __future__ import annotations

from anna_agents.shop.tables import Artwork, Outgoing
from anna_agents.tools.orders import CHANGEABLE, set_status
from anna_agents.tools.tool import Refused, Result, Work, tool


def _latest(work: Work) -> Artwork:
    order = work.own_order()
    if not order.artwork:
        raise Refused(f"order {order.id} has no file yet")
    return order.artwork[-1]


def _before_production(work: Work, what: str) -> None:
    order = work.own_order()
    if order.status not in CHANGEABLE:
        raise Refused(f"order {order.id} is {order.status}: too late to {what}")


def _send(work: Work, kind: str, **details: object) -> None:
    work.session.add(
        Outgoing(
            customer_id=work.customer.id if work.customer else None,
            order_id=work.order.id if work.order else None,
            kind=kind, details=details, on=work.today,
        )
    )  # fmt: skip


@tool
def request_new_artwork(work: Work) -> Result:
    """Ask the customer for another file; the order waits for it."""
    _before_production(work, "take another file")
    set_status(work, work.own_order(), "awaiting_artwork")
    _send(work, "upload_link")
    return {}


@tool
def replace_artwork(work: Work, file: str) -> Result:
    """Use another file of the customer; it is checked anew."""
    _before_production(work, "take another file")
    order = work.own_order()
    order.artwork.append(
        Artwork(order_id=order.id, file=file, uploaded_on=work.today, status="received",
                fault="none", proof="none")
    )  # fmt: skip
    return {"file": file}


@tool
def restore_artwork_file(work: Work) -> Result:
    """Send the customer the file of the order, or use that of an earlier order."""
    artwork = _latest(work)
    _send(work, "artwork_file", file=artwork.file)
    return {"file": artwork.file}


@tool
def approve_proof(work: Work) -> Result:
    """Approve the proof in the customer's name; the order goes into production."""
    artwork = _latest(work)
    if artwork.proof != "sent":
        raise Refused(f"there is no proof to approve: it is {artwork.proof}")
    _before_production(work, "approve a proof")
    artwork.proof = artwork.status = "approved"
    set_status(work, work.own_order(), "in_production")
    return {}


@tool
def reject_proof(work: Work, remark: str = "") -> Result:
    """Reject the proof with the customer's remark; a new one is made."""
    artwork = _latest(work)
    if artwork.proof not in ("sent", "approved"):
        raise Refused(f"there is no proof to reject: it is {artwork.proof}")
    _before_production(work, "reject a proof")
    artwork.proof, artwork.remark = "rejected", remark or None
    return {}


@tool
def send_new_proof(work: Work) -> Result:
    """Send the customer a (new) digital proof."""
    artwork = _latest(work)
    _before_production(work, "send a proof")
    artwork.proof = "sent"
    set_status(work, work.own_order(), "proof_sent")
    _send(work, "proof", file=artwork.file)
    return {"file": artwork.file}


@tool
def accept_artwork_as_is(work: Work) -> Result:
    """Print the file as it is, on the customer's own risk."""
    artwork = _latest(work)
    _before_production(work, "accept a file")
    artwork.status, artwork.remark = "approved", "printed as it is on the customer's risk"
    set_status(work, work.own_order(), "in_production")
    return {"file": artwork.file}


@tool
def start_artwork_repair(work: Work, charge: float = 0.0) -> Result:
    """Have our studio mend the file; `charge` (0 is free) is put on the order."""
    artwork = _latest(work)
    _before_production(work, "mend a file")
    if not 0 <= charge <= 100:
        raise Refused(f"a repair costs 0 to 100, not {charge}")
    if artwork.repair == "started":
        raise Refused(f"the studio is mending {artwork.file} already")
    artwork.repair, artwork.status = "started", "received"
    work.own_order().total += round(charge * 100)
    return {"amount": charge} if charge else {}


@tool
def send_template(work: Work, product: str | None = None) -> Result:
    """Send the template of a product (default the order's)."""
    if product is None and work.order is None:
        raise Refused("no product is known")
    order = work.own_order() if work.order is not None else None
    _send(work, "template", product=product or (order.lines[0].product if order else None))
    return {}
