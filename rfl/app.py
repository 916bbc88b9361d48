"""The application factory."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from rfl import navigation
from rfl.access import guards, proving, sign_in
from rfl.desk import witness_views
from rfl.installation import Installation
from rfl.keys.rules import InstallationKind
from rfl.pages import BLUEPRINTS
from rfl.paths import resource_dir
from rfl.societies import names
from rfl.web import assets, errors, formats, headers, health, i18n, packing, shell, timing
from rfl.wiring import wire


def create_app(installation: Installation, *, testing: bool = False) -> Flask:
    """Build the Flask application that serves `installation`.

    `testing` only tells Flask's test client to be strict; no safeguard depends on it.
    """
    wire()
    app = Flask(
        "rfl",
        template_folder=str(resource_dir("templates")),
        static_folder=str(resource_dir("static")),
    )
    app.config.update(
        TESTING=testing,
        PROPAGATE_EXCEPTIONS=False,
        SECRET_KEY=installation.keys.ring.installation(InstallationKind.COOKIE),
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as the session it was opened in
    )
    app.url_map.strict_slashes = False  # an address typed with a slash at its end is forgiven
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["rfl.installation"] = installation
    if proxies := installation.config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    packing.register(app)  # first here is last done: what the others add is packed too
    assets.register(app)
    if installation.config.demo:
        timing.register(app)
    headers.register(app, installation.config.hosts, secure=installation.config.secure_cookies)
    errors.register(app)
    i18n.register(app)
    formats.register(app)
    names.register(app)
    witness_views.exempt(CSRFProtect(app))
    sign_in.register(app)
    guards.register(app)
    proving.register(app)
    shell.register(app)
    navigation.register(app)
    health.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
