"""Plays a workspace's life with Microsoft's Python clients against the sandbox.

The environment says where it is; the arguments are the subscription and a folder with the pipeline and its data.
Each step prints one line of JSON; a step that fails prints what failed, and the others go on where they can.
"""

import json
import os
import sys
import tempfile
import time
import traceback

import mlflow
import requests
from azure.ai.ml import Input, MLClient, load_component, load_job
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import (
    AccountKeyConfiguration,
    AmlCompute,
    AzureBlobDatastore,
    BatchEndpoint,
    Data,
    JobSchedule,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    RecurrenceTrigger,
    ModelBatchDeployment,
    ModelBatchDeploymentSettings,
    OnlineRequestSettings,
    Workspace,
)
from azure.identity import EnvironmentCredential
from azure.storage.blob import BlobServiceClient

subscription, folder = sys.argv[1:3]
only = sys.argv[3:]
group, workspace_name = "rg-python", "mlw-python"
failed = []
results = {}


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


@step("create a resource group")
def _():
    token = credential.get_token("https://management.azure.com/.default").token
    url = f"{os.environ['AZURE_AUTHORITY_HOST']}/subscriptions/{subscription}/resourcegroups/{group}"
    reply = requests.put(
        url,
        params={"api-version": "2021-04-01"},
        headers={"Authorization": f"Bearer {token}"},
        json={"location": "westeurope"},
        timeout=30,
    )
    reply.raise_for_status()
    return reply.json()["properties"]["provisioningState"]


@step("create a workspace")
def _():
    created = ml.workspaces.begin_create(Workspace(name=workspace_name, location="westeurope")).result()
    return {"name": created.name, "storage": created.storage_account.split("/")[-1]}


def account():
    return ml.workspaces.get(workspace_name).storage_account.split("/")[-1]


def account_key():
    return ml.workspaces.get_keys(workspace_name).user_storage_key


@step("a blob by azure-storage-blob")
def _():
    suffix = os.environ["SANDBOX_BLOB_SUFFIX"]
    service = BlobServiceClient(f"https://{account()}.blob.{suffix}", credential=account_key())
    container = service.create_container("second")
    container.upload_blob("hello.txt", b"hello")
    return container.download_blob("hello.txt").readall().decode()


@step("create a datastore")
def _():
    store = AzureBlobDatastore(
        name="second_store",
        account_name=account(),
        container_name="second",
        credentials=AccountKeyConfiguration(account_key=account_key()),
    )
    ml.datastores.create_or_update(store)
    return sorted(found.name for found in ml.datastores.list())


@step("upload a data asset")
def _():
    data = Data(name="loans", version="1", type=AssetTypes.URI_FILE, path=os.path.join(folder, "loans.csv"))
    return ml.data.create_or_update(data).path


@step("create a cluster")
def _():
    cluster = AmlCompute(name="cpu-python", size="Standard_DS2_v2", min_instances=0, max_instances=1)
    return ml.compute.begin_create_or_update(cluster).result().provisioning_state


@step("register a component")
def _():
    component = load_component(os.path.join(folder, "select_columns.yml"))
    return ml.components.create_or_update(component).id.split("/")[-3]


@step("run a pipeline job from a YAML file")
def _():
    job = ml.jobs.create_or_update(load_job(os.path.join(folder, "pipeline.yml")))
    results["job"] = job.name
    return job.status


@step("stream it")
def _():
    ml.jobs.stream(results["job"])
    return ml.jobs.get(results["job"]).status


@step("download its outputs")
def _():
    with tempfile.TemporaryDirectory() as place:
        ml.jobs.download(results["job"], download_path=place, all=True)
        return sorted(
            os.path.relpath(os.path.join(parent, file), place) for parent, _, files in os.walk(place) for file in files
        )


@step("run a pipeline of commands from a YAML file")
def _():
    if os.name == "nt":
        return "skipped: its commands are those of a POSIX shell"
    job = ml.jobs.create_or_update(load_job(os.path.join(folder, "commands.yml")))
    ml.jobs.stream(job.name)
    with tempfile.TemporaryDirectory() as place:
        ml.jobs.download(job.name, download_path=place, output_name="report")
        found = [os.path.join(parent, file) for parent, _, files in os.walk(place) for file in files]
        report = open(found[0]).read()
    if report != "4\n4\n":
        raise AssertionError(f"The report is {report!r}.")
    return ml.jobs.get(job.name).status


@step("schedule it")
def _():
    if os.name == "nt":
        return "skipped: its commands are those of a POSIX shell"
    hourly = RecurrenceTrigger(frequency="hour", interval=1)
    scheduled = JobSchedule(name="hourly", trigger=hourly, create_job=load_job(os.path.join(folder, "commands.yml")))
    ml.schedules.begin_create_or_update(scheduled).result()
    while not (started := [job for job in ml.jobs.list() if job.name.startswith("hourly-")]):
        time.sleep(0.1)
    ml.schedules.begin_disable("hourly").result()
    ml.jobs.stream(started[0].name)
    ml.schedules.begin_delete("hourly").result()
    return ml.jobs.get(started[0].name).status


@step("track a run with MLflow")
def _():
    mlflow.set_tracking_uri(ml.workspaces.get(workspace_name).mlflow_tracking_uri.replace("azureml://", "https://"))
    mlflow.set_experiment("tracked")
    with mlflow.start_run(run_name="one") as run:
        mlflow.log_param("rate", 0.5)
        mlflow.set_tag("for", "tests")
        for epoch in range(3):
            mlflow.log_metric("loss", 1 / (1 + epoch), step=epoch)
        mlflow.log_text("hello", "notes/hello.txt")
    client = mlflow.MlflowClient()
    found = client.get_run(run.info.run_id)
    history = client.get_metric_history(run.info.run_id, "loss")
    runs = client.search_runs([found.info.experiment_id], "metrics.loss < 0.5 and params.rate = '0.5'")
    text = mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/notes/hello.txt")
    listed = [file.path for file in client.list_artifacts(run.info.run_id, "notes")]
    return {
        "status": found.info.status,
        "losses": [round(metric.value, 2) for metric in history],
        "found": len(runs),
        "text": text,
        "listed": listed,
    }


@step("register an MLflow model")
def _():
    model = Model(name="echo", version="1", type=AssetTypes.MLFLOW_MODEL, path=os.path.join(folder, "model"))
    return ml.models.create_or_update(model).type


@step("create an online endpoint")
def _():
    endpoint = ManagedOnlineEndpoint(name="loans-python", auth_mode="key")
    return ml.online_endpoints.begin_create_or_update(endpoint).result().provisioning_state


@step("create an online deployment")
def _():
    deployment = ManagedOnlineDeployment(
        name="blue",
        endpoint_name="loans-python",
        model="azureml:echo:1",
        instance_type="Standard_DS2_v2",
        instance_count=1,
    )
    made = ml.online_deployments.begin_create_or_update(deployment).result()
    endpoint = ml.online_endpoints.get("loans-python")
    endpoint.traffic = {"blue": 100}
    ml.online_endpoints.begin_create_or_update(endpoint).result()
    return made.provisioning_state


@step("read its logs")
def _():
    return ml.online_deployments.get_logs("blue", "loans-python", lines=50).splitlines()[-1][-60:]


@step("invoke it")
def _():
    return ml.online_endpoints.invoke("loans-python", request_file=os.path.join(folder, "request.json"))


@step("invoke endpoints by tokens")
def _():
    answers = {}
    for mode in ("aml_token", "aad_token"):
        name = f"loans-{mode[:3]}"
        ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name=name, auth_mode=mode)).result()
        deployment = ManagedOnlineDeployment(
            name="blue",
            endpoint_name=name,
            model="azureml:echo:1",
            instance_type="Standard_DS2_v2",
            instance_count=1,
            request_settings=OnlineRequestSettings(max_concurrent_requests_per_instance=2, request_timeout_ms=3000),
        )
        ml.online_deployments.begin_create_or_update(deployment).result()
        request = os.path.join(folder, "request.json")
        answer = ml.online_endpoints.invoke(name, deployment_name="blue", request_file=request)
        settings = ml.online_deployments.get("blue", name).request_settings
        answers[mode] = [answer, settings.request_timeout_ms]
        ml.online_endpoints.begin_delete(name).result()
    return answers


@step("create a batch endpoint and deployment")
def _():
    endpoint = BatchEndpoint(name="loans-batch")
    ml.batch_endpoints.begin_create_or_update(endpoint).result()
    deployment = ModelBatchDeployment(
        name="nightly",
        endpoint_name="loans-batch",
        model="azureml:echo:1",
        compute="cpu-python",
        settings=ModelBatchDeploymentSettings(mini_batch_size=2, output_file_name="approved.csv"),
    )
    made = ml.batch_deployments.begin_create_or_update(deployment).result()
    endpoint = ml.batch_endpoints.get("loans-batch")
    endpoint.defaults.deployment_name = "nightly"
    ml.batch_endpoints.begin_create_or_update(endpoint).result()
    return made.provisioning_state


@step("score a file by it")
def _():
    table = Input(type=AssetTypes.URI_FILE, path=os.path.join(folder, "loans.csv"))
    # Named, because the client keeps the header of its last call that named one.
    job = ml.batch_endpoints.invoke("loans-batch", input=table, deployment_name="nightly")
    ml.jobs.stream(job.name)
    with tempfile.TemporaryDirectory() as place:
        ml.jobs.download(job.name, download_path=place, output_name="score")
        with open(os.path.join(place, "named-outputs", "score", "approved.csv"), encoding="utf-8") as file:
            lines = file.read().splitlines()
    return {
        "status": ml.jobs.get(job.name).status,
        "lines": lines,
        "of the endpoint": len(list(ml.batch_endpoints.list_jobs("loans-batch"))),
        "of the deployment": len(list(ml.batch_deployments.list_jobs("loans-batch", name="nightly"))),
    }


@step("delete all")
def _():
    ml.batch_endpoints.begin_delete("loans-batch").result()
    ml.online_endpoints.begin_delete("loans-python").result()
    ml.compute.begin_delete("cpu-python").result()
    ml.workspaces.begin_delete(workspace_name, delete_dependent_resources=True, permanently_delete=True).result()
    return [found.name for found in ml.workspaces.list()]


sys.exit(1 if failed else 0)
