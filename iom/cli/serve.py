"""The command that serves a store over HTTP."""

import sys
from typing import Annotated

import typer

from iom.cli.options import PurposeOption, StoreOption, UserOption

app = typer.Typer()

PORT = 8037
MISSING = (
    "The service needs more than was installed. In the folder with this software's pyproject.toml: "
    "pip install '.[api]'"
)


@app.command()
def serve(
    local: Annotated[
        bool,
        typer.Option("--local", help="For you alone, on this machine: prints a token that ends with it."),
    ] = False,
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen at.")] = PORT,
    store: StoreOption = None,
    user: UserOption = None,
    purpose: PurposeOption = None,
) -> None:
    """Serve a store over HTTP until Ctrl-C. It answers where a TLS proxy stands before it, or to you alone.

    With --local, --purpose (or IOM_PURPOSE) is that of every request that states no other.

    Callers come with access tokens of your identity provider (IOM_OIDC_ISSUER, IOM_OIDC_AUDIENCE); what each
    may do stands in the access document (IOM_ACCESS). See docs/service.md.
    """
    from iom.cli import output
    from iom.cli.session import NOT_STATED, declared, opened
    from iom.errors import IomError
    from iom.store import owner

    try:
        from api import serving
        from iom.cli.served import commands
    except ImportError as error:
        if error.name is None or error.name.partition(".")[0] in {"iom", "api"}:
            raise
        raise IomError(MISSING) from None
    settings = declared()
    sign_in = None if local else serving.provider_sign_in(settings)
    with serving.ended_in_order(), opened("serve", store, user, purpose) as session:
        folder = session.store.folder
        actor = session.store.actor
        stated = None if actor.purpose == NOT_STATED else actor.purpose
        chosen = sign_in or serving.local_sign_in(actor.user, stated)

        def begun(at: str) -> None:
            owner.note_address(folder, at)
            if isinstance(chosen, serving.LocalSignIn):
                output.say(f"Serving {folder} at {at}, to you alone, until Ctrl-C. Try:")
                # what PowerShell calls curl is another program
                curl = "curl.exe" if sys.platform == "win32" else "curl"
                output.say(f'  {curl} -H "Authorization: Bearer {chosen.token}" {at}/v1/me')
                output.say(
                    f"Commands go through it: set IOM_TOKEN to the token, then iom --service {at} run list"
                )
            else:
                output.say(f"Serving {folder} at {at} until Ctrl-C.")
            output.finish()

        serving.serve(
            session.store,
            chosen,
            host=host,
            port=port,
            access_file=settings.access,
            given=commands(),
            begun=begun,
        )
