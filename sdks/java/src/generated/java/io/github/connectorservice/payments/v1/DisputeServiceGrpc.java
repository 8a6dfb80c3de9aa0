package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Answers disputes.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DisputeServiceGrpc {

  private DisputeServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.DisputeService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetDisputeRequest,
      io.github.connectorservice.payments.v1.GetDisputeResponse> getGetDisputeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDispute",
      requestType = io.github.connectorservice.payments.v1.GetDisputeRequest.class,
      responseType = io.github.connectorservice.payments.v1.GetDisputeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetDisputeRequest,
      io.github.connectorservice.payments.v1.GetDisputeResponse> getGetDisputeMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetDisputeRequest, io.github.connectorservice.payments.v1.GetDisputeResponse> getGetDisputeMethod;
    if ((getGetDisputeMethod = DisputeServiceGrpc.getGetDisputeMethod) == null) {
      synchronized (DisputeServiceGrpc.class) {
        if ((getGetDisputeMethod = DisputeServiceGrpc.getGetDisputeMethod) == null) {
          DisputeServiceGrpc.getGetDisputeMethod = getGetDisputeMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.GetDisputeRequest, io.github.connectorservice.payments.v1.GetDisputeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDispute"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetDisputeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetDisputeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DisputeServiceMethodDescriptorSupplier("GetDispute"))
              .build();
        }
      }
    }
    return getGetDisputeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListDisputesRequest,
      io.github.connectorservice.payments.v1.ListDisputesResponse> getListDisputesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDisputes",
      requestType = io.github.connectorservice.payments.v1.ListDisputesRequest.class,
      responseType = io.github.connectorservice.payments.v1.ListDisputesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListDisputesRequest,
      io.github.connectorservice.payments.v1.ListDisputesResponse> getListDisputesMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListDisputesRequest, io.github.connectorservice.payments.v1.ListDisputesResponse> getListDisputesMethod;
    if ((getListDisputesMethod = DisputeServiceGrpc.getListDisputesMethod) == null) {
      synchronized (DisputeServiceGrpc.class) {
        if ((getListDisputesMethod = DisputeServiceGrpc.getListDisputesMethod) == null) {
          DisputeServiceGrpc.getListDisputesMethod = getListDisputesMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.ListDisputesRequest, io.github.connectorservice.payments.v1.ListDisputesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDisputes"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ListDisputesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ListDisputesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DisputeServiceMethodDescriptorSupplier("ListDisputes"))
              .build();
        }
      }
    }
    return getListDisputesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AcceptDisputeRequest,
      io.github.connectorservice.payments.v1.AcceptDisputeResponse> getAcceptDisputeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AcceptDispute",
      requestType = io.github.connectorservice.payments.v1.AcceptDisputeRequest.class,
      responseType = io.github.connectorservice.payments.v1.AcceptDisputeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AcceptDisputeRequest,
      io.github.connectorservice.payments.v1.AcceptDisputeResponse> getAcceptDisputeMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.AcceptDisputeRequest, io.github.connectorservice.payments.v1.AcceptDisputeResponse> getAcceptDisputeMethod;
    if ((getAcceptDisputeMethod = DisputeServiceGrpc.getAcceptDisputeMethod) == null) {
      synchronized (DisputeServiceGrpc.class) {
        if ((getAcceptDisputeMethod = DisputeServiceGrpc.getAcceptDisputeMethod) == null) {
          DisputeServiceGrpc.getAcceptDisputeMethod = getAcceptDisputeMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.AcceptDisputeRequest, io.github.connectorservice.payments.v1.AcceptDisputeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AcceptDispute"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AcceptDisputeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.AcceptDisputeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DisputeServiceMethodDescriptorSupplier("AcceptDispute"))
              .build();
        }
      }
    }
    return getAcceptDisputeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SubmitEvidenceRequest,
      io.github.connectorservice.payments.v1.SubmitEvidenceResponse> getSubmitEvidenceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SubmitEvidence",
      requestType = io.github.connectorservice.payments.v1.SubmitEvidenceRequest.class,
      responseType = io.github.connectorservice.payments.v1.SubmitEvidenceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SubmitEvidenceRequest,
      io.github.connectorservice.payments.v1.SubmitEvidenceResponse> getSubmitEvidenceMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SubmitEvidenceRequest, io.github.connectorservice.payments.v1.SubmitEvidenceResponse> getSubmitEvidenceMethod;
    if ((getSubmitEvidenceMethod = DisputeServiceGrpc.getSubmitEvidenceMethod) == null) {
      synchronized (DisputeServiceGrpc.class) {
        if ((getSubmitEvidenceMethod = DisputeServiceGrpc.getSubmitEvidenceMethod) == null) {
          DisputeServiceGrpc.getSubmitEvidenceMethod = getSubmitEvidenceMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.SubmitEvidenceRequest, io.github.connectorservice.payments.v1.SubmitEvidenceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SubmitEvidence"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.SubmitEvidenceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.SubmitEvidenceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DisputeServiceMethodDescriptorSupplier("SubmitEvidence"))
              .build();
        }
      }
    }
    return getSubmitEvidenceMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DisputeServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DisputeServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DisputeServiceStub>() {
        @java.lang.Override
        public DisputeServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DisputeServiceStub(channel, callOptions);
        }
      };
    return DisputeServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DisputeServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DisputeServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DisputeServiceBlockingV2Stub>() {
        @java.lang.Override
        public DisputeServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DisputeServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DisputeServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DisputeServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DisputeServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DisputeServiceBlockingStub>() {
        @java.lang.Override
        public DisputeServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DisputeServiceBlockingStub(channel, callOptions);
        }
      };
    return DisputeServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DisputeServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DisputeServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DisputeServiceFutureStub>() {
        @java.lang.Override
        public DisputeServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DisputeServiceFutureStub(channel, callOptions);
        }
      };
    return DisputeServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Looks a dispute up.
     * </pre>
     */
    default void getDispute(io.github.connectorservice.payments.v1.GetDisputeRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetDisputeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDisputeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists disputes, newest first.
     * </pre>
     */
    default void listDisputes(io.github.connectorservice.payments.v1.ListDisputesRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListDisputesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDisputesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives in: the money stays with the customer.
     * </pre>
     */
    default void acceptDispute(io.github.connectorservice.payments.v1.AcceptDisputeRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AcceptDisputeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAcceptDisputeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Contests a dispute, or saves a draft of the evidence.
     * </pre>
     */
    default void submitEvidence(io.github.connectorservice.payments.v1.SubmitEvidenceRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SubmitEvidenceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSubmitEvidenceMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DisputeService.
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public static abstract class DisputeServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DisputeServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DisputeService.
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public static final class DisputeServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DisputeServiceStub> {
    private DisputeServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DisputeServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DisputeServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Looks a dispute up.
     * </pre>
     */
    public void getDispute(io.github.connectorservice.payments.v1.GetDisputeRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetDisputeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDisputeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists disputes, newest first.
     * </pre>
     */
    public void listDisputes(io.github.connectorservice.payments.v1.ListDisputesRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListDisputesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDisputesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives in: the money stays with the customer.
     * </pre>
     */
    public void acceptDispute(io.github.connectorservice.payments.v1.AcceptDisputeRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AcceptDisputeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAcceptDisputeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Contests a dispute, or saves a draft of the evidence.
     * </pre>
     */
    public void submitEvidence(io.github.connectorservice.payments.v1.SubmitEvidenceRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SubmitEvidenceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSubmitEvidenceMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DisputeService.
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public static final class DisputeServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DisputeServiceBlockingV2Stub> {
    private DisputeServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DisputeServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DisputeServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Looks a dispute up.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetDisputeResponse getDispute(io.github.connectorservice.payments.v1.GetDisputeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDisputeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists disputes, newest first.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ListDisputesResponse listDisputes(io.github.connectorservice.payments.v1.ListDisputesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListDisputesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives in: the money stays with the customer.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AcceptDisputeResponse acceptDispute(io.github.connectorservice.payments.v1.AcceptDisputeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAcceptDisputeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Contests a dispute, or saves a draft of the evidence.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.SubmitEvidenceResponse submitEvidence(io.github.connectorservice.payments.v1.SubmitEvidenceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSubmitEvidenceMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DisputeService.
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public static final class DisputeServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DisputeServiceBlockingStub> {
    private DisputeServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DisputeServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DisputeServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Looks a dispute up.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetDisputeResponse getDispute(io.github.connectorservice.payments.v1.GetDisputeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDisputeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists disputes, newest first.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ListDisputesResponse listDisputes(io.github.connectorservice.payments.v1.ListDisputesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDisputesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives in: the money stays with the customer.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.AcceptDisputeResponse acceptDispute(io.github.connectorservice.payments.v1.AcceptDisputeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAcceptDisputeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Contests a dispute, or saves a draft of the evidence.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.SubmitEvidenceResponse submitEvidence(io.github.connectorservice.payments.v1.SubmitEvidenceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSubmitEvidenceMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DisputeService.
   * <pre>
   * Answers disputes.
   * </pre>
   */
  public static final class DisputeServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DisputeServiceFutureStub> {
    private DisputeServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DisputeServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DisputeServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Looks a dispute up.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.GetDisputeResponse> getDispute(
        io.github.connectorservice.payments.v1.GetDisputeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDisputeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists disputes, newest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.ListDisputesResponse> listDisputes(
        io.github.connectorservice.payments.v1.ListDisputesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDisputesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives in: the money stays with the customer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.AcceptDisputeResponse> acceptDispute(
        io.github.connectorservice.payments.v1.AcceptDisputeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAcceptDisputeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Contests a dispute, or saves a draft of the evidence.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.SubmitEvidenceResponse> submitEvidence(
        io.github.connectorservice.payments.v1.SubmitEvidenceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSubmitEvidenceMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_DISPUTE = 0;
  private static final int METHODID_LIST_DISPUTES = 1;
  private static final int METHODID_ACCEPT_DISPUTE = 2;
  private static final int METHODID_SUBMIT_EVIDENCE = 3;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_GET_DISPUTE:
          serviceImpl.getDispute((io.github.connectorservice.payments.v1.GetDisputeRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetDisputeResponse>) responseObserver);
          break;
        case METHODID_LIST_DISPUTES:
          serviceImpl.listDisputes((io.github.connectorservice.payments.v1.ListDisputesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListDisputesResponse>) responseObserver);
          break;
        case METHODID_ACCEPT_DISPUTE:
          serviceImpl.acceptDispute((io.github.connectorservice.payments.v1.AcceptDisputeRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.AcceptDisputeResponse>) responseObserver);
          break;
        case METHODID_SUBMIT_EVIDENCE:
          serviceImpl.submitEvidence((io.github.connectorservice.payments.v1.SubmitEvidenceRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SubmitEvidenceResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getGetDisputeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.GetDisputeRequest,
              io.github.connectorservice.payments.v1.GetDisputeResponse>(
                service, METHODID_GET_DISPUTE)))
        .addMethod(
          getListDisputesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.ListDisputesRequest,
              io.github.connectorservice.payments.v1.ListDisputesResponse>(
                service, METHODID_LIST_DISPUTES)))
        .addMethod(
          getAcceptDisputeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.AcceptDisputeRequest,
              io.github.connectorservice.payments.v1.AcceptDisputeResponse>(
                service, METHODID_ACCEPT_DISPUTE)))
        .addMethod(
          getSubmitEvidenceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.SubmitEvidenceRequest,
              io.github.connectorservice.payments.v1.SubmitEvidenceResponse>(
                service, METHODID_SUBMIT_EVIDENCE)))
        .build();
  }

  private static abstract class DisputeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DisputeServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.DisputeProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DisputeService");
    }
  }

  private static final class DisputeServiceFileDescriptorSupplier
      extends DisputeServiceBaseDescriptorSupplier {
    DisputeServiceFileDescriptorSupplier() {}
  }

  private static final class DisputeServiceMethodDescriptorSupplier
      extends DisputeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DisputeServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (DisputeServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DisputeServiceFileDescriptorSupplier())
              .addMethod(getGetDisputeMethod())
              .addMethod(getListDisputesMethod())
              .addMethod(getAcceptDisputeMethod())
              .addMethod(getSubmitEvidenceMethod())
              .build();
        }
      }
    }
    return result;
  }
}
