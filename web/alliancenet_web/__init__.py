"""The viewer: reads audit files through the privacy gate and computes nothing."""

from alliancenet_web.accounts import add_account
from alliancenet_web.app import create_app
from alliancenet_web.serving import Place, serve

__all__ = ["Place", "add_account", "create_app", "serve"]
