"""Plays a workspace's life with Microsoft's Python clients against the sandbox.

The environment says where it is; the arguments are the subscription and a folder with the pipeline and its data.
Each step prints one line of JSON; a step that fails prints what failed, and the others go on where they can.
"""

import json
import os
import sys
import time
import traceback

from azure.ai.ml import Input, MLClient, load_job
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import (
    AmlCompute,
    AzureBlobDatastore,
    AccountKeyConfiguration,
    Data,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    Workspace,
)
from azure.identity import EnvironmentCredential

subscription, folder = sys.argv[1:3]
only = sys.argv[3:]
group, workspace_name = "rg-python", "mlw-python"
failed = []


def step(name):
    """Runs a function at once as a step of this name."""

    def run(function):
        if only and name not in only:
            return function
        started = time.monotonic()
        try:
            detail = function()
        except Exception as error:  # every fault of a client is a finding
            failed.append(name)
            trace = traceback.format_exc().strip().splitlines()
            print(json.dumps({"step": name, "ok": False, "error": f"{type(error).__name__}: {error}"[:1500]}), flush=True)
            if os.environ.get("TRACE"):
                print("\n".join(trace), file=sys.stderr, flush=True)
            return function
        seconds = round(time.monotonic() - started, 2)
        print(json.dumps({"step": name, "ok": True, "seconds": seconds, "detail": detail}), flush=True)
        return function

    return run


credential = EnvironmentCredential(disable_instance_discovery=True)
ml = MLClient(credential, subscription, group, workspace_name)


@step("create a workspace")
def _():
    account = "stpython"
    from azure.mgmt.core import ARMPipelineClient  # noqa: F401  (the client that all of them build on)

    created = ml.workspaces.begin_create(Workspace(name=workspace_name, location="westeurope")).result()
    return {"name": created.name, "storage": created.storage_account}


sys.exit(1 if failed else 0)
